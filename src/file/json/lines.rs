//! Where links stand in a file.

use super::parts::Context;

/// The line, from 1, in which each link of an alignment file begins; nothing for a file that cannot be read.
#[must_use]
pub fn link_lines(json: &str) -> Vec<usize> {
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let whole = Context::new(json);
    let Ok(members) = whole.members(json, "the file") else {
        return Vec::new();
    };
    let links = members.get("links").and_then(|raw| whole.list("links", raw).ok());
    let (mut line, mut at) = (1, 0);
    let line_of = |raw: &str| {
        // The values are parts of `json`, in order.
        let start = (raw.as_ptr() as usize).checked_sub(json.as_ptr() as usize)?;
        line += json.get(at..start)?.bytes().filter(|&byte| byte == b'\n').count();
        at = start;
        Some(line)
    };
    links.unwrap_or_default().into_iter().map_while(line_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_in_any_layout() {
        assert_eq!(link_lines("{\"links\": [\n{},\n{}, {}\n,\n\n{}]}"), [2, 3, 3, 6]);
        assert_eq!(link_lines("\u{feff}{\r\n\"links\":\r\n[{}]}"), [3]);
        assert_eq!(link_lines("{\"links\": []}"), [0; 0]);
        assert_eq!(link_lines("<<<"), [0; 0]);
    }
}
