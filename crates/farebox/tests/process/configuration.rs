//! Configuration: layers, and what is said about values that cannot be taken.

use crate::support::{Place, said};

#[test]
fn flags_override_variables_override_the_file_overrides_defaults() {
    let place = Place::new();
    place.write("farebox.toml", "[studio]\nrunners = 3\nlease_ms = 40000\n[limits]\nbody_bytes = 40_000\n");
    let mut command = place.program();
    command.env("FAREBOX_STUDIO_RUNNERS", "4").env("FAREBOX_LIMITS_BODY_BYTES", "50000");
    let shown = said(command.args(["config", "--json", "--set", "studio.runners=5"])).done().json();
    let settings = shown["settings"].as_array().unwrap();
    let of = |key: &str| {
        let found = settings.iter().find(|setting| setting["key"] == key).unwrap();
        (found["value"].clone(), found["source"].as_str().unwrap(), found["place"].as_str().unwrap())
    };
    assert_eq!(of("studio.runners"), (5.into(), "flag", "flag --set studio.runners"));
    assert_eq!(of("limits.body_bytes"), (50_000.into(), "variable", "variable FAREBOX_LIMITS_BODY_BYTES"));
    assert_eq!(of("studio.lease_ms"), (40_000.into(), "file", "farebox.toml, line 3"));
    assert_eq!(of("listen"), ("127.0.0.1:8080".into(), "default", "default"));
}

#[test]
fn what_is_printed_can_be_used_as_a_file_and_means_the_same() {
    let place = Place::new();
    let flags = ["--set", "generator.refused_words=storm, \"x\"", "--set", "log.filter=info,server=debug"];
    let flags = [&["config"][..], &flags, &["--listen", "[::1]:0", "--set", "trusted_proxies=10.0.0.1,::1"]].concat();
    let printed = place.run(&flags).done().stdout;
    place.write("farebox.toml", &printed);
    let values = |said: &str| -> Vec<String> {
        said.lines().map(|line| line.split(" # ").next().unwrap().trim().to_owned()).collect()
    };
    assert_eq!(values(&place.run(&["config"]).done().stdout), values(&printed));
    assert!(printed.contains("trusted_proxies = [\"10.0.0.1\", \"::1\"]"), "{printed}");
}

#[test]
fn the_file_of_defaults_sets_what_is_the_default_anyway() {
    let place = Place::new();
    let defaults = place.run(&["config", "--defaults"]).done().stdout;
    let without = place.run(&["config"]).done().stdout;
    let uncommented: Vec<_> = defaults
        .lines()
        .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line))
        .filter(|line| !line.starts_with("data ="))
        .collect();
    place.write("farebox.toml", &uncommented.join("\n"));
    let values = |said: &str| -> Vec<String> {
        said.lines().map(|line| line.split(" # ").next().unwrap().trim().to_owned()).collect()
    };
    assert_eq!(values(&place.run(&["config"]).done().stdout), values(&without));
    assert_eq!(
        uncommented.iter().filter(|line| line.contains(" = ")).count() + 1,
        defaults.matches("Variable: ").count()
    );
}

#[test]
fn the_documentation_is_in_step_with_the_program() {
    let page = include_str!("../../../../docs/operating/configuration.md");
    let defaults = Place::new().run(&["config", "--defaults"]).done().stdout;
    assert!(
        page.contains(&defaults),
        "docs/operating/configuration.md must contain what `farebox config --defaults` prints"
    );
}

#[test]
fn the_page_about_the_command_line_is_in_step_with_the_program() {
    let page = include_str!("../../../../docs/operating/cli.md");
    let place = Place::new();
    for command in [
        "serve",
        "config",
        "account grant",
        "account show",
        "key create",
        "key list",
        "key revoke",
        "billing check",
        "billing sync",
        "billing reconcile",
        "billing problems",
        "billing retry",
        "billing dismiss",
        "dev stripe",
        "ledger audit",
    ] {
        let words: Vec<_> = command.split(' ').chain(["--help"]).collect();
        let help = place.run(&words).done().stdout;
        let flags = help
            .split_whitespace()
            .filter(|word| word.starts_with("--"))
            .map(|word| word.trim_matches(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-'));
        for flag in flags {
            assert!(page.contains(flag), "docs/operating/cli.md does not tell of {flag} of {command}");
        }
        assert!(help.contains("Exit codes:") && help.contains("Examples:"), "{help}");
        assert!(page.contains(&format!("farebox {command}")), "docs/operating/cli.md does not tell of {command}");
    }
}

#[test]
fn the_help_of_a_group_of_commands_has_examples_and_exit_codes_too() {
    let place = Place::new();
    for group in ["account", "key", "billing", "dev", "ledger"] {
        let help = place.run(&[group, "--help"]).done().stdout;
        assert!(help.contains("Exit codes:") && help.contains(&format!("  farebox {group} ")), "{help}");
    }
}

#[test]
fn a_wrong_command_line_is_told_in_json_when_asked_for() {
    let cases: [(&[&str], &str); 5] = [
        (&["account", "grant", "ada@example.com", "1.5", "--reason", "why", "--json"], "1.5"),
        (&["account", "grant", "ada@example.com", "5", "--json"], "--reason <TEXT>"),
        (&["serve", "--json", "--colour"], "--colour"),
        (&["account", "--json"], "--json"),
        (&["ledger", "odit", "--json"], "odit"),
    ];
    for (arguments, word) in cases {
        let said = Place::new().run(arguments);
        let problem: serde_json::Value =
            serde_json::from_str(&said.stderr).unwrap_or_else(|error| panic!("{error} in {said:?}"));
        assert_eq!((said.code, problem["error"]["code"].as_str()), (Some(2), Some("CONFIGURATION")), "{said:?}");
        let detail = problem["error"]["detail"].as_str().unwrap();
        assert!(detail.contains(word) && !detail.contains('\n') && !detail.contains("Usage"), "{detail:?}");
        assert_eq!(said.stdout, "");
    }
}

#[test]
fn a_wrong_command_line_is_told_in_words_to_people_and_help_is_help_for_everybody() {
    let place = Place::new();
    place
        .run(&["account", "grant", "ada@example.com", "1.5", "--reason", "why"])
        .failed(2, &["error: ", "try '--help'"]);
    // After `--` everything is a value.
    place.run(&["ledger", "audit", "--", "--json"]).failed(2, &["error: ", "Usage:"]);
    assert!(place.run(&["serve", "--json", "--help"]).done().stdout.contains("Usage:"));
}

#[test]
fn a_wrong_file_is_refused_with_line_key_and_what_is_allowed() {
    let cases: [(&str, &[&str]); 14] = [
        ("listn = 1\n", &["line 1", "`listn`", "unknown key", "listen", "[studio]"]),
        ("\n[studio]\nrunner = 2\n", &["line 3", "`studio.runner`", "unknown key", "studio.runners"]),
        ("[studios]\nrunners = 2\n", &["line 2", "`studios.runners`", "unknown key"]),
        ("studio = 3\n", &["line 1", "`studio`", "unknown key"]),
        ("[studio]\nrunners = 0\n", &["line 2", "`studio.runners`", "0 is not allowed", "from 1 to 64"]),
        ("[studio]\nrunners = -1\n", &["line 2", "-1 is not allowed"]),
        ("[studio]\nrunners = \"2\"\n", &["line 2", "\"2\" is not allowed", "a whole number"]),
        ("[studio]\nrunners = 1.5\n", &["line 2", "1.5 is not allowed"]),
        ("listen = 8080\n", &["line 1", "`listen`", "8080 is not allowed", "127.0.0.1:8080"]),
        ("[checkout]\ngateway = \"paypal\"\n", &["line 2", "`checkout.gateway`", "\"test_checkout\""]),
        ("[log]\nformat = \"xml\"\n", &["line 2", "`log.format`", "\"text\" or \"json\""]),
        ("[generator]\nrefused_words = \"storm\"\n", &["line 2", "`generator.refused_words`", "a list of words"]),
        ("[studio]\nlease_ms = 1000\nheartbeat_ms = 500\n", &["line 2", "`studio.lease_ms`", "1500 or more"]),
        ("[studio\n", &["line 1", "no TOML"]),
    ];
    for (text, words) in cases {
        let place = Place::new();
        place.write("farebox.toml", text);
        let words = [&["farebox.toml"], words].concat();
        place.run(&["config"]).failed(2, &words);
        place.run(&["serve", "--listen", "127.0.0.1:0"]).failed(2, &words);
        assert!(!place.data().exists(), "nothing was begun");
    }
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    let place = Place::new();
    place.write("farebox.toml", "listen = \"127.0.0.1:0\"\nlisten = \"127.0.0.1:1\"\n");
    place.run(&["config"]).failed(2, &["farebox.toml", "line 2", "duplicate"]);
}

#[test]
fn wrong_variables_and_flags_are_refused_by_name() {
    let place = Place::new();
    let mut command = place.program();
    said(command.args(["config"]).env("FAREBOX_STUDIO_RUNNERS", "many"))
        .failed(2, &["variable FAREBOX_STUDIO_RUNNERS", "`studio.runners`", "from 1 to 64"]);
    let mut command = place.program();
    said(command.args(["config"]).env("FAREBOX_RUNNERS", "2"))
        .failed(2, &["FAREBOX_RUNNERS", "unknown variable", "FAREBOX_STUDIO_RUNNERS"]);
    place.run(&["config", "--set", "studio.runners=65"]).failed(2, &["flag --set studio.runners", "from 1 to 64"]);
    place.run(&["config", "--set", "studio.runners"]).failed(2, &["KEY=VALUE"]);
    place.run(&["config", "--config", "nowhere.toml"]).failed(2, &["nowhere.toml", "cannot be read"]);
    place.run(&["config", "--listen", "localhost"]).failed(2, &["flag --listen", "127.0.0.1:8080"]);
    place.run(&["serve", "--colour"]).failed(2, &["--colour"]);
}

#[test]
fn the_test_checkout_stays_on_this_machine_unless_told_in_so_many_words() {
    let place = Place::new();
    let words = ["test checkout", "without payment", "checkout.test_checkout_on_public_address"];
    place.run(&["serve", "--listen", "0.0.0.0:0"]).failed(2, &words);
    place.run(&["serve", "--listen", "[::]:0"]).failed(2, &words);
    place.run(&["config", "--set", "public_url=https://studio.example"]).failed(2, &words);
    let told = "checkout.test_checkout_on_public_address=true";
    place.run(&["config", "--listen", "0.0.0.0:0", "--set", told]).done();
    place.run(&["config", "--set", "public_url=http://localhost:3000"]).done();
}

#[test]
fn paths_in_a_file_are_taken_from_its_folder_and_flags_from_where_one_stands() {
    let place = Place::new();
    std::fs::create_dir(place.path().join("etc")).unwrap();
    place.write("etc/farebox.toml", "data = \"here\"\n");
    let shown = place.run(&["config", "--config", "etc/farebox.toml"]).done().stdout;
    assert!(shown.contains("data = \"etc/here\""), "{shown}");
    let shown = place.run(&["config", "--config", "etc/farebox.toml", "--data", "there"]).done().stdout;
    assert!(shown.contains("data = \"there\""), "{shown}");
}
