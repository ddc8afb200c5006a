//! `cotejo words`

use crate::harness::{Sandbox, code, stderr, stdout};

const LINES: &[u8] =
    b"la luz del faro ||| the light of the lighthouse\nel faro rojo ||| the red lighthouse\n ||| the sea\n";

#[test]
fn every_line_is_answered_by_a_line() {
    let sandbox = Sandbox::project();
    let answer = sandbox.run_with_input(&["words"], LINES);
    assert_eq!((code(&answer), stderr(&answer)), (0, ""));
    assert_eq!(stdout(&answer), "0-0 1-1 2-2 2-3 3-4\n0-0 1-2 2-1\n\n");
    sandbox.write("pairs.txt", LINES);
    assert_eq!(stdout(&sandbox.run(&["words", "pairs.txt"])), stdout(&answer));
    let crlf = String::from_utf8_lossy(LINES).replace('\n', "\r\n");
    assert_eq!(
        stdout(&sandbox.run_with_input(&["words", "-"], crlf.as_bytes())),
        stdout(&answer)
    );
}

#[test]
fn json_says_how_far_a_link_can_be_trusted() {
    let sandbox = Sandbox::project();
    let answer = sandbox.run_with_input(&["words", "--format", "json"], "la amistad ||| friendship\n".as_bytes());
    assert_eq!(
        stdout(&answer),
        "{\"links\":[{\"source\":0,\"target\":0,\"strength\":\"hidden\"},\
         {\"source\":1,\"target\":0,\"strength\":\"solid\"}]}\n"
    );
}

#[test]
fn words_of_ones_own_count() {
    let sandbox = Sandbox::project();
    let line = "cocretas y chanfaina ||| hash and dumplings\n".as_bytes();
    sandbox.write("own.tsv", "cocreta\tdumpling\n".as_bytes());
    let answer = sandbox.run_with_input(&["words", "--lexicon", "own.tsv"], line);
    assert!(stdout(&answer).contains("0-2"), "{}", stdout(&answer));
}

#[test]
fn a_bad_line_is_named() {
    let sandbox = Sandbox::project();
    for (lines, told) in [
        (&b"a ||| b\nc d\n"[..], "standard input, line 2: there is no ||| in it"),
        (b"\n", "standard input, line 1: there is no ||| in it"),
        (
            b"a ||| b ||| c",
            "standard input, line 1: there are 2 ||| in it, expected one",
        ),
        (b"a ||| \xff\n", "standard input, line 1: this is no UTF-8"),
    ] {
        let answer = sandbox.run_with_input(&["words"], lines);
        assert_eq!((code(&answer), stdout(&answer)), (2, ""));
        assert!(stderr(&answer).contains(told), "{}", stderr(&answer));
    }
    assert_eq!(stdout(&sandbox.run_with_input(&["words"], b"")), "");
}
