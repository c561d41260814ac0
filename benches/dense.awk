# A repository as a stream for `git fast-import` in which each commit changes a plan: `plans` plans made from the one that `plan` names, each with `notes`
# more lines, and `commits` commits that go around the plans and add to one of the lines.
#
#   LC_ALL=C awk -v plans=957 -v commits=12000 -v notes=5 -v plan=PLAN -f benches/dense.awk

function file(plan, change, version, note) {
    version = text
    sub(/RO-014/, sprintf("RO-%04d", plan), version)
    version = version "\n## Notes\n\n"
    for (note = 1; note <= notes; note++)
        version = version "- " note ": what the team saw that day, and nothing that anybody had to decide" (note == change % notes + 1 ? ", change " change : "") "\n"
    return version
}

function modify(plan, change, version) {
    version = file(plan, change)
    printf "M 100644 inline rollouts/plan-%04d.md\ndata %d\n%s\n", plan, length(version), version
}

BEGIN {
    while ((getline line < plan) > 0) text = text line "\n"
    for (number = 0; number <= commits; number++) {
        printf "commit refs/heads/main\ncommitter Priya Nair <priya@example.com> %d +0000\n", 1773000000 + number * 600
        printf "data %d\nChange %d\n", length("Change " number), number
        if (number == 0)
            for (one = 1; one <= plans; one++) modify(one, 0)
        else
            modify(number % plans + 1, number)
    }
}
