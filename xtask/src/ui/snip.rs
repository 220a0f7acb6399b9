//! Cuts out functions that are there only because a table of functions names them, but that no page ever calls.
//!
//! Every erased view carries a second, asynchronous way to hydrate it: for lazily loaded parts and for islands. Pages here hydrate
//! at once, so that code is dead, but the linker cannot know. It was a fifth of the module.

use anyhow::{Context, Result};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

/// Parts of mangled names, the same in both of Rust's manglings: a length, then the name.
const NEVER_CALLED: [&str; 1] = ["13hydrate_async"];

/// The module with an `unreachable` in the place of each of those functions, and without what only they needed.
pub fn snip(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::from_buffer(wasm).context("the compiled module cannot be read")?;
    for id in never_called(&module) {
        replace_body(&mut module, id);
    }
    walrus::passes::gc::run(&mut module);
    Ok(module.emit_wasm())
}

fn never_called(module: &Module) -> Vec<FunctionId> {
    let is_never_called = |name: &str| NEVER_CALLED.iter().any(|part| name.contains(part));
    module
        .funcs
        .iter_local()
        .map(|(id, _)| id)
        .filter(|id| module.funcs.get(*id).name.as_deref().is_some_and(is_never_called))
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
        module.emit_wasm()
    }

    fn names(wasm: &[u8]) -> Vec<String> {
        let module = Module::from_buffer(wasm).unwrap();
        let mut names: Vec<_> = module.funcs.iter().filter_map(|function| function.name.clone()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_only_a_cut_function_needed_goes_with_it() {
        let wasm = module(&["_ZN3ui13hydrate_async17h0E", "_ZN3ui7hydrate17h0E"]);
        let left = names(&snip(&wasm).unwrap());
        assert_eq!(left, ["_ZN3ui13hydrate_async17h0E", "_ZN3ui7hydrate17h0E", "helper_of__ZN3ui7hydrate17h0E"]);
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(snip(b"not wasm").is_err());
    }
}
