# A repository as a stream for `git fast-import`: files in `folders` folders at the root, each with five folders of their own, and a history of `commits`
# commits. Each commit changes one file; every `every`th also the plan that `plan` names, and every `merges`th is a merge.
#
#   LC_ALL=C awk -v commits=1000 -v folders=60 -v every=500 -v plan=PLAN -f benches/history.awk

function blob(text) {
    mark++
    printf "blob\nmark :%d\ndata %d\n%s\n", mark, length(text), text
    return mark
}

function commit(branch, number, from, merged) {
    mark++
    printf "commit refs/heads/%s\nmark :%d\ncommitter Priya Nair <priya@example.com> %d +0000\n", branch, mark, 1700000000 + number * 600
    printf "data %d\nChange %d\n", length("Change " number), number
    if (from) printf "from :%d\n", from
    if (merged) printf "merge :%d\n", merged
    return mark
}

# Deep folders, as repositories have them, at a place that goes around.
function path(number) {
    return sprintf("part%02d/group%d/file%02d.txt", number % folders, int(number / folders) % 5, int(number / folders / 5) % files)
}

BEGIN {
    if (!files) files = 20
    if (!every) every = 500
    if (!merges) merges = 10
    while ((getline line < plan) > 0) text = text line "\n"
    first = blob("first\n")
    last = 0
    for (number = 0; number < commits; number++) {
        content = blob("line " number "\n")
        changes_plan = number % every == 0
        if (changes_plan) {
            version = text
            sub(/One page instead/, "One page (" number ") instead", version)
            plan_blob = blob(version)
        }
        is_merge = number % merges == merges - 1
        if (is_merge) {
            side = commit("topic", number, last, 0)
            printf "M 100644 :%d %s\n", content, path(number * 7919)
            last = commit("main", number, last, side)
        } else {
            last = commit("main", number, last, 0)
        }
        if (number == 0)
            for (file = 0; file < folders * 5 * files; file++) printf "M 100644 :%d %s\n", first, path(file)
        printf "M 100644 :%d %s\n", content, path(number * 7919)
        if (changes_plan) printf "M 100644 :%d rollouts/checkout.md\n", plan_blob
    }
}
