//! The two JavaScript modules: wasm-bindgen's glue made smaller, and the boot module with the names it needs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use walrus::Module;

/// The glue without comments and indentation. It is made by a program, one statement a line, so lines can be judged by how
/// they begin; a line inside a template literal never starts with a comment.
pub fn without_comments(js: &str) -> String {
    let mut small = String::with_capacity(js.len());
    let mut is_inside_comment = false;
    for line in js.lines().map(str::trim) {
        if is_inside_comment || line.starts_with("/*") {
            is_inside_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            small.push_str(line);
            small.push('\n');
        }
    }
    small
}

/// The glue and the module with short names for what the one gives to the other. wasm-bindgen's own names end with a hash, which stands in
/// both files and cannot be compressed.
pub fn with_short_names(js: &str, module: &mut Module) -> String {
    let mut js = js.to_owned();
    for (number, import) in module.imports.iter_mut().enumerate() {
        // A name that is not found is one of JavaScript's own making, and stays.
        let (long, short) = (format!("{}: ", import.name), format!("f{number}"));
        if js.matches(&long).count() == 1 {
            js = js.replace(&long, &format!("{short}: "));
            import.name = short;
        }
    }
    js
}

/// The boot module with the hashed names of glue and wasm.
pub fn boot(source: &Path, glue: &str, wasm: &str) -> Result<String> {
    let text = fs::read_to_string(source).with_context(|| format!("cannot read {}", source.display()))?;
    for placeholder in ["__GLUE__", "__WASM__"] {
        if !text.contains(placeholder) {
            bail!("{} does not say where {placeholder} goes", source.display());
        }
    }
    if text.contains('<') {
        bail!("{} stands in the page as it is, and may have no \"<\" in it", source.display());
    }
    Ok(without_comments(&text.replace("__GLUE__", glue).replace("__WASM__", wasm)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_and_statements_stay() {
        let js =
            "/**\n * About f.\n */\nfunction f() {\n    // why\n    return \"//x\"; // kept\n}\n/* one line */\nf();\n";
        assert_eq!(without_comments(js), "function f() {\nreturn \"//x\"; // kept\n}\nf();\n");
    }

    #[test]
    fn an_import_has_the_same_short_name_in_both_files() {
        let mut module = Module::default();
        let ty = module.types.add(&[], &[]);
        for name in ["__wbg_click_1a2b", "__wbg_call_3c4d"] {
            module.add_import_func("./farebox_bg.js", name, ty);
        }
        let js = "const import0 = {\n__wbg_call_3c4d: function() {},\n__wbg_click_1a2b: function() {},\n};";
        let js = with_short_names(js, &mut module);
        let names: Vec<_> = module.imports.iter().map(|import| import.name.clone()).collect();
        assert_eq!(names, ["f0", "f1"]);
        assert_eq!(js, "const import0 = {\nf1: function() {},\nf0: function() {},\n};");
    }

    #[test]
    fn the_boot_module_names_the_other_two() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("boot.js");
        fs::write(&source, "import init from \"./__GLUE__\";\nawait init(\"./__WASM__\");\n").unwrap();
        let text = boot(&source, "farebox-1.js", "farebox-2.wasm").unwrap();
        assert_eq!(text, "import init from \"./farebox-1.js\";\nawait init(\"./farebox-2.wasm\");\n");
    }

    #[test]
    fn a_boot_module_that_forgets_the_wasm_or_could_end_its_script_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("boot.js");
        for (text, why) in [("import(\"__GLUE__\")", "__WASM__"), ("\"__GLUE__ __WASM__ </script>\"", "\"<\"")] {
            fs::write(&source, text).unwrap();
            let refusal = boot(&source, "a", "b").unwrap_err().to_string();
            assert!(refusal.contains(why), "{refusal}");
        }
    }
}
