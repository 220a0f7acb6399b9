//! The style sheets: the colours and sizes that the product has by its design, and where they are used.

/// All style sheets, one after the other as they are published.
fn sheets() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/styles");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

/// What stands between the braces of the first rule of exactly this selector.
fn rule<'a>(sheets: &'a str, selector: &str) -> &'a str {
    let start = format!("\n{selector} {{\n");
    let rest = sheets.split_once(&start).unwrap_or_else(|| panic!("no rule for {selector}")).1;
    rest.split("\n}").next().unwrap_or_default()
}

#[test]
fn the_tokens_are_the_designs_colours_and_sizes() {
    let sheets = sheets();
    let tokens = rule(&sheets, ":root");
    for token in [
        "--background: #0d0e12;",
        "--raised: #111318;",
        "--hover: #151720;",
        "--border: #1a1c22;",
        "--text: #ffffff;",
        "--secondary: #8b92a5;",
        "--muted: #555b6e;",
        "--accent-gradient: linear-gradient(135deg, #6c5ce7, #8b5cf6);",
        "--amber: #fbbf24;",
        "--rail-width: 56px;",
        "--footer-height: 64px;",
    ] {
        assert!(tokens.contains(token), "{token} is missing in {tokens}");
    }
}

#[test]
fn each_thing_takes_its_colour_and_size_from_the_tokens() {
    let sheets = sheets();
    for (selector, declaration) in [
        ("html", "background: var(--background);"),
        ("body", "color: var(--text);"),
        ("body", "font-variant-numeric: tabular-nums;"),
        (".rail", "width: var(--rail-width);"),
        (".rail", "border-right: 1px solid var(--border);"),
        (".pill", "height: 32px;"),
        (".pill", "width: 100%;"),
        (".pill", "border-radius: var(--radius-small);"),
        (".pill:hover", "background: var(--hover);"),
        (".pill__number", "color: var(--secondary);"),
        (".pill__number--amber", "color: var(--amber);"),
        (".pill__unit", "color: var(--muted);"),
        (".pill__unit", "font-size: 8px;"),
        (".pill__skeleton", "width: 24px;"),
        (".pill__skeleton", "height: 10px;"),
        (".pill__skeleton", "infinite;"),
        (".modal", "background: var(--raised);"),
        (".modal", "border: 1px solid var(--border);"),
        (".modal", "color: var(--secondary);"),
        (".modal__title", "color: var(--text);"),
        (".modal__note", "color: var(--muted);"),
        (".footer", "height: var(--footer-height);"),
        (".footer__numbers", "color: var(--muted);"),
        (".footer__numbers", "font-size: 11px;"),
        (".footer__numbers", "white-space: nowrap;"),
        (".footer__balance--short", "color: var(--amber);"),
        (".button--primary", "background: var(--accent-gradient)"),
    ] {
        let rule = rule(&sheets, selector);
        assert!(rule.contains(declaration), "{selector} lacks {declaration:?}: {rule}");
    }
}

#[test]
fn there_is_a_dark_look_only_and_more_contrast_for_whoever_asks_for_it() {
    let sheets = sheets();
    assert!(rule(&sheets, ":root").contains("color-scheme: dark;"));
    for other in ["prefers-color-scheme", "light-dark(", "color-scheme: light"] {
        assert!(!sheets.contains(other), "{other}");
    }
    let contrast = sheets.split("@media (prefers-contrast: more) {").nth(1).unwrap_or_default();
    assert!(contrast.trim_start().starts_with(":root {\n    --muted: #8b92a5;"), "{contrast}");
}
