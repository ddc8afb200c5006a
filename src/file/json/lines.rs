//! In which lines the parts of an alignment file stand.

use super::tree::{Node, Value, parse};

/// The lines of an alignment file, from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    links: Vec<usize>,
    keys: Vec<(String, usize)>,
}

impl Lines {
    /// Finds them, in any layout; none in what cannot be read.
    #[must_use]
    pub fn of(json: &str) -> Self {
        parse(super::reader::without_mark(json)).map_or_else(|_| Self::default(), |(tree, _)| Self::of_tree(&tree))
    }

    fn of_tree(tree: &Node<'_>) -> Self {
        let Value::Object(members) = &tree.value else {
            return Self::default();
        };
        let links = members.iter().find(|member| member.key == "links");
        let links = match links.map(|member| &member.node.value) {
            Some(Value::List(links)) => links.iter().map(|link| link.line).collect(),
            _ => Vec::new(),
        };
        let key = |member: &super::tree::Member<'_>| (member.key.to_string(), member.node.line);
        Self {
            links,
            keys: members.iter().map(key).collect(),
        }
    }

    /// Where a link begins, by its number from 1.
    #[must_use]
    pub fn link(&self, number: usize) -> Option<usize> {
        self.links.get(number.checked_sub(1)?).copied()
    }

    /// Where what a key of the file holds begins, such as `source`.
    #[must_use]
    pub fn key(&self, key: &str) -> Option<usize> {
        let found = self.keys.iter().find(|(name, _)| name == key);
        found.map(|&(_, line)| line)
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn links_and_keys_are_found_in_any_layout() {
        let lines = |json| Lines::of(json).links;
        assert_eq!(lines("{\"links\": [\n{},\n{}, {}\n,\n\n{}]}"), [2, 3, 3, 6]);
        assert_eq!(lines("\u{feff}{\r\n\"links\":\r\n[{}]}"), [3]);
        assert_eq!(lines("{\"links\": []}"), [0; 0]);
        assert_eq!(lines("<<<"), [0; 0]);

        let found = Lines::of("{\n\"source\": {},\n\"target\":\n{}, \"links\": [\n{}]}");
        assert_eq!(found.key("source"), Some(2));
        assert_eq!(found.key("target"), Some(4));
        assert_eq!(found.key("aligner"), None);
        assert_eq!([found.link(1), found.link(2), found.link(0)], [Some(5), None, None]);
    }
}
