//! Cuts out of the compiled module what no page ever uses, but what the linker has to keep.
//!
//! - Classes that a dependency exports to JavaScript: everything exported counts as used.
//! - The words of a panic. The browser part ends where it panics, with a message on the console either way; what the message would have
//!   said, and in which file, is only for developers. `cargo xtask ui --panic-messages` keeps it.

use anyhow::{Context, Result, ensure};
use walrus::{CustomSection, FunctionBuilder, FunctionId, FunctionKind, IdsToIndices, Module};

/// What becomes of the messages of panics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panics {
    /// A panic is a trap without words.
    Silent,
    /// A panic says on the console what it is about, and where.
    Explained,
}

/// The exported classes of `wasm-streams`, which leptos brings along for server functions; there are none here.
const UNUSED_CLASSES: &str = "intounderlying";

/// The section in which wasm-bindgen's macros leave descriptions of what is exported, for the program that makes the glue.
const DESCRIPTIONS: &str = "__wasm_bindgen_unstable";

/// Parts of mangled names of functions that do not return, or that only they call: a length, then the name.
const ENDS: [&str; 15] = [
    "9panicking",
    "13unwrap_failed",
    "13expect_failed",
    "16slice_error_fail",
    "16slice_index_fail",
    "17len_mismatch_fail",
    "12handle_error",
    "17capacity_overflow",
    "13assert_failed",
    "14panic_poisoned",
    "18panic_access_error",
    "24console_error_panic_hook4hook",
    "17rust_begin_unwind",
    "18handle_alloc_error",
    "5Debug",
];

/// Where the paths begin that the messages of panics name. They end with `.rs`.
const SOURCES: [&[u8]; 4] = [b"/rustc/", b"/rust/deps/", b"/registry/", b"crates/"];

/// The module without all that.
pub fn snip(wasm: &[u8], panics: Panics) -> Result<Vec<u8>> {
    let mut module = Module::from_buffer(wasm).context("the compiled module cannot be read")?;
    forget_unused_classes(&mut module)?;
    if panics == Panics::Silent {
        for id in functions(&module, &ENDS) {
            replace_body(&mut module, id);
        }
        let segments: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
        for segment in segments {
            blank_sources(&mut module.data.get_mut(segment).value);
        }
    }
    walrus::passes::gc::run(&mut module);
    Ok(module.emit_wasm())
}

fn forget_unused_classes(module: &mut Module) -> Result<()> {
    if let Some(section) = module.customs.remove_raw(DESCRIPTIONS) {
        let data = without_classes(&section.data)?;
        module.customs.add(Descriptions(data));
    }
    let unused: Vec<_> =
        module.exports.iter().filter(|export| export.name.contains(UNUSED_CLASSES)).map(walrus::Export::id).collect();
    for export in unused {
        module.exports.delete(export);
    }
    Ok(())
}

/// The descriptions stand one after the other, each as two chunks: the version of their format, then the description.
fn without_classes(data: &[u8]) -> Result<Vec<u8>> {
    let (mut kept, mut rest) = (Vec::new(), data);
    while !rest.is_empty() {
        let whole = rest;
        rest = after_chunk(after_chunk(rest)?)?;
        let pair = whole.get(..whole.len() - rest.len()).unwrap_or_default();
        let is_unused = pair.windows(UNUSED_CLASSES.len()).any(|it| it.eq_ignore_ascii_case(UNUSED_CLASSES.as_bytes()));
        if !is_unused {
            kept.extend_from_slice(pair);
        }
    }
    Ok(kept)
}

fn after_chunk(data: &[u8]) -> Result<&[u8]> {
    let (length, rest) = data.split_first_chunk::<4>().context("wasm-bindgen's descriptions have another format")?;
    let length = u32::from_le_bytes(*length) as usize;
    ensure!(length <= rest.len(), "wasm-bindgen's descriptions have another format");
    Ok(rest.get(length..).unwrap_or_default())
}

/// The section as it goes back into the module.
#[derive(Debug)]
struct Descriptions(Vec<u8>);

impl CustomSection for Descriptions {
    fn name(&self) -> &str {
        DESCRIPTIONS
    }

    fn data(&self, _: &IdsToIndices) -> std::borrow::Cow<'_, [u8]> {
        (&self.0).into()
    }
}

fn functions(module: &Module, parts: &[&str]) -> Vec<FunctionId> {
    // What describes an export runs when the glue is made.
    let is_meant = |name: &str| !name.contains("describe") && parts.iter().any(|part| name.contains(part));
    module
        .funcs
        .iter_local()
        .map(|(id, _)| id)
        .filter(|id| module.funcs.get(*id).name.as_deref().is_some_and(is_meant))
        .collect()
}

fn replace_body(module: &mut Module, id: FunctionId) {
    let ty = module.types.get(module.funcs.get(id).ty());
    let (params, results) = (ty.params().to_vec(), ty.results().to_vec());
    let arguments = params.iter().map(|param| module.locals.add(*param)).collect();
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    builder.func_body().unreachable();
    module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(arguments));
}

/// Puts zeros over every path of a source file: they cost nothing once compressed, and the published file does not tell whose
/// machine it was made on.
fn blank_sources(data: &mut [u8]) {
    let mut at = 0;
    while let Some(rest) = data.get_mut(at..).filter(|rest| !rest.is_empty()) {
        let length = if SOURCES.iter().any(|source| rest.starts_with(source)) { path_length(rest) } else { None };
        if let Some(path) = length.and_then(|length| rest.get_mut(..length)) {
            path.fill(0);
        }
        at += length.unwrap_or(1);
    }
}

/// How long the path is that the bytes begin with, if they do.
fn path_length(bytes: &[u8]) -> Option<usize> {
    let is_of_a_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-".contains(byte);
    let run = bytes.iter().position(|byte| !is_of_a_path(byte)).unwrap_or(bytes.len());
    bytes.get(..run)?.windows(3).position(|ending| ending == b".rs").map(|place| place + 3)
}

#[cfg(test)]
mod tests {
    use walrus::ValType;

    use super::*;

    /// `main` is exported and calls one function of each name; each of them calls a helper of its own.
    fn module(names: &[&str]) -> Vec<u8> {
        let mut module = Module::default();
        let mut main = FunctionBuilder::new(&mut module.types, &[], &[]);
        for name in names {
            let mut helper = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
            helper.name(format!("helper_of_{name}")).func_body().i32_const(1);
            let helper = helper.finish(Vec::new(), &mut module.funcs);
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
            function.name((*name).to_owned()).func_body().call(helper);
            let function = function.finish(Vec::new(), &mut module.funcs);
            main.func_body().call(function).drop();
        }
        let main = main.finish(Vec::new(), &mut module.funcs);
        module.exports.add("main", main);
        let unused = module.exports.get_func("main").unwrap();
        module.exports.add("__wbg_intounderlyingsource_free", unused);
        module.emit_wasm()
    }

    fn names(wasm: &[u8]) -> Vec<String> {
        let module = Module::from_buffer(wasm).unwrap();
        let mut names: Vec<_> = module.funcs.iter().filter_map(|function| function.name.clone()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_only_a_panic_needs_goes_with_it_unless_it_is_to_be_explained() {
        let wasm = module(&["_ZN4core9panicking9panic_fmt17h0E", "_ZN2ui7hydrate17h0E"]);
        let left = names(&snip(&wasm, Panics::Silent).unwrap());
        assert_eq!(left, ["_ZN2ui7hydrate17h0E", "_ZN4core9panicking9panic_fmt17h0E", "helper_of__ZN2ui7hydrate17h0E"]);
        assert_eq!(names(&snip(&wasm, Panics::Explained).unwrap()).len(), 4);
    }

    #[test]
    fn exports_of_unused_classes_go() {
        let left = Module::from_buffer(&snip(&module(&[]), Panics::Silent).unwrap()).unwrap();
        assert_eq!(left.exports.iter().map(|export| export.name.as_str()).collect::<Vec<_>>(), ["main"]);
    }

    #[test]
    fn descriptions_of_unused_classes_go_and_others_stay() {
        let chunk = |text: &str| [&(text.len() as u32).to_le_bytes()[..], text.as_bytes()].concat();
        let pair = |text: &str| [chunk("{version}"), chunk(text)].concat();
        let data = [pair("hydrate"), pair("IntoUnderlyingSource"), pair("other")].concat();
        assert_eq!(without_classes(&data).unwrap(), [pair("hydrate"), pair("other")].concat());
        assert!(without_classes(&data[..data.len() - 1]).is_err());
    }

    #[test]
    fn paths_of_sources_are_blanked_and_words_beside_them_stay() {
        let mut data =
            b"Not charged/registry/tachys-0.2.19/src/dom.rscrates/ui/src/a_b.rs/api/me crates/ 1 crates".to_vec();
        blank_sources(&mut data);
        let text = String::from_utf8(data).unwrap();
        assert_eq!(text.replace('\0', ""), "Not charged/api/me crates/ 1 crates");
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(snip(b"not wasm", Panics::Silent).is_err());
    }
}
