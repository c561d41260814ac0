//! Pictures for the pages: SVG made from what the program really says. Each has a text that a
//! browser shows without anything from elsewhere.

use super::{compare_or_update, root};
use comrak::{Options, markdown_to_html};

/// How GitHub dresses a comment, as far as a picture needs it.
const STYLE: &str = "\
.page { font: 14px/1.5 -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; color: #1f2328; background: #fff; padding: 8px }
.card { border: 1px solid #d1d9e0; border-radius: 6px; margin: 8px 0 16px; overflow: hidden }
.head { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; padding: 8px 16px; color: #59636e }
.head b { color: #1f2328 }
.body { padding: 8px 16px 4px }
h2 { font-size: 21px; margin: 8px 0; border-bottom: 1px solid #d1d9e0; padding-bottom: 6px }
p { margin: 0 0 12px } ul { padding-left: 28px; margin: 0 0 12px } a { color: #0969da }
details { margin: 0 0 12px }
code { background: #818b981f; border-radius: 6px; padding: 2px 5px; font: 85% ui-monospace, Consolas, monospace }
pre { background: #f6f8fa; border-radius: 6px; padding: 12px; margin: 0 0 12px; white-space: pre-wrap }
pre code { background: none; padding: 0 }
table { border-collapse: collapse; margin: 0 0 12px } td, th { border: 1px solid #d1d9e0; padding: 5px 12px }
.lines { font: 12px/20px ui-monospace, Consolas, monospace; white-space: pre }
.lines div { padding: 0 16px; min-height: 20px; overflow: hidden; text-overflow: ellipsis }
.lines i { display: inline-block; width: 36px; color: #59636e; font-style: normal }
.lines .new { background: #dafbe1 }
.button { float: right; background: #1f883d; color: #fff; border-radius: 6px; padding: 1px 12px; font-weight: 500 }
.tab { border: 1px solid #d1d9e0; border-bottom: 0; border-radius: 6px 6px 0 0; padding: 6px 12px; background: #fff; color: #1f2328 }";

/// Text as it stands in XML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A comment as GitHub shows it, by whom and where. `body` is Markdown with HTML in it.
pub(crate) fn comment(heading: &str, body: &str) -> String {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.render.r#unsafe = true;
    let body = markdown_to_html(body, &options).replace("<br>", "<br/>");
    format!("<div class=\"card\"><div class=\"head\">{heading}</div><div class=\"body\">{body}</div></div>")
}

/// Lines of a file in GitHub's editor; those that begin with `+` are being written.
pub(crate) fn editor(path: &str, lines: &[(usize, String)]) -> String {
    let rows: String = lines
        .iter()
        .map(|(number, line)| match line.strip_prefix('+') {
            Some(line) => format!("<div class=\"new\"><i>{number}</i>{}</div>", escaped(line)),
            None => format!("<div><i>{number}</i>{}</div>", escaped(line)),
        })
        .collect();
    let head = format!("<span class=\"button\">Commit changes…</span>shop / rollouts / <b>{}</b>", escaped(path));
    let tabs =
        "<div class=\"head\" style=\"padding-bottom:0\"><span class=\"tab\">Edit</span>&#160;&#160; Preview</div>";
    format!(
        "<div class=\"head\" style=\"border:0;background:none\">{head}</div><div class=\"card\">{tabs}<div class=\"lines\">{rows}</div></div>"
    )
}

/// Holds the picture `docs/images/NAME.svg` against what it is made from, `height` points high.
pub(crate) fn compare_page(name: &str, height: usize, parts: &[String]) {
    let (width, parts) = (860, parts.concat());
    compare(
        name,
        &format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
             <style>\n{STYLE}\n</style>\n<rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"#fff\"/>\n\
             <foreignObject width=\"{width}\" height=\"{height}\">\n\
             <div xmlns=\"http://www.w3.org/1999/xhtml\" class=\"page\">{parts}</div>\n</foreignObject>\n</svg>\n"
        ),
    );
}

/// The same for a picture that is SVG already. A browser shows nothing of a picture that is not
/// well-formed.
pub(crate) fn compare(name: &str, svg: &str) {
    if let Err(error) = roxmltree::Document::parse(svg) {
        panic!("{name}: {error}\n{svg}");
    }
    compare_or_update(&root().join(format!("docs/images/{name}.svg")), svg);
}
