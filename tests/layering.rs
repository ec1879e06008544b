//! Imports run one way: `browser, wasm -> flow -> session -> protocol -> failure -> json, form, base64url -> error -> text`.

#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may panic")]

use std::fs;
use std::path::{Path, PathBuf};

/// The layers from the bottom up; each may import itself and those before it.
const LAYERS: &[&[&str]] =
    &[&["text"], &["error"], &["base64url", "form", "json"], &["failure"], &["protocol"], &["session"], &["flow"]];
const DRIVERS: &[&str] = &["browser", "wasm"];
const BROWSER_CRATES: &[&str] = &[
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "gloo",
    "gloo_storage",
    "serde_wasm_bindgen",
    "getrandom",
];

#[test]
fn imports_run_one_way() {
    for (height, layer) in LAYERS.iter().enumerate() {
        let allowed = LAYERS[..=height].concat();
        for (file, line, text) in layer.iter().flat_map(|module| lines_of(module)) {
            for imported in imports(&text) {
                let good = allowed.contains(&imported.as_str());
                assert!(good, "{file}:{line}: the layer {layer:?} may not import `{imported}`, only {allowed:?}");
            }
        }
    }
}

#[test]
fn names_the_browser_in_its_drivers_only() {
    for (file, line, text) in LAYERS.concat().iter().flat_map(|module| lines_of(module)) {
        for name in BROWSER_CRATES {
            let named = words(&text).any(|word| word == *name);
            assert!(!named, "{file}:{line}: `{name}` may be named in {DRIVERS:?} only");
        }
    }
}

#[test]
fn knows_every_module_of_the_crate() {
    let mut modules: Vec<String> = fs::read_dir(source()).unwrap().map(|entry| stem(&entry.unwrap().path())).collect();
    modules.retain(|module| module != "lib" && module != "README");
    modules.sort();
    let mut known = [&LAYERS.concat(), DRIVERS].concat();
    known.sort_unstable();
    assert_eq!(modules, known, "a new module of src needs its place in the layers of this test");
}

#[test]
fn finds_the_imports_of_a_line() {
    for (line, expected) in [
        ("use crate::json::{Record, Value};", vec!["json"]),
        ("use crate::{error::Error, flow};", vec!["error", "flow"]),
        ("    let x = crate::browser::now();", vec!["browser"]),
        ("use super::client::Client;", vec![]),
    ] {
        assert_eq!(imports(line), expected, "{line}");
    }
}

/// The modules of the crate that a line names behind `crate::`.
fn imports(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for behind in line.split("crate::").skip(1) {
        match behind.strip_prefix('{') {
            Some(group) => {
                let entries = group.split('}').next().unwrap_or_default().split(',');
                found.extend(entries.filter_map(|entry| words(entry).next().map(String::from)));
            }
            None => found.extend(words(behind).next().map(String::from)),
        }
    }
    found
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric() && character != '_').filter(|word| !word.is_empty())
}

/// File, number and code of each line of a module, without its comments.
fn lines_of(module: &str) -> Vec<(String, usize, String)> {
    let mut lines = Vec::new();
    for path in files(&source()).into_iter().filter(|path| belongs(path, module)) {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string();
        for (index, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            lines.push((name.clone(), index.saturating_add(1), code.to_owned()));
        }
    }
    assert!(!lines.is_empty(), "the module `{module}` has no sources");
    lines
}

fn belongs(path: &Path, module: &str) -> bool {
    let inside = path.strip_prefix(source()).unwrap();
    inside.components().next().is_some_and(|first| stem(first.as_ref()) == module)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a file has a name").to_string_lossy().into_owned()
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}
