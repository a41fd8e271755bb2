//! `items -> files`: formatted text with a header. Nothing is decided here but where a crate's files lie.

mod format;
mod imports;
mod templates;

use self::format::format_tokens;
use crate::emit::{Crate, Module, Texts, tokens::doc_lines};
use proc_macro2::TokenStream;
use quote::quote;
use sha2::{Digest, Sha256};
use shapewright_ir::{Docs, Ir};
use std::fmt::Write;

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Its path under the output folder, with `/` between its parts.
    pub path: String,
    /// Its whole text.
    pub text: String,
}

/// Renders a crate as a package of its own, under `<service>/<kind>/`.
pub fn package(ir: &Ir, emitted: Crate<'_>, texts: Texts) -> Vec<Artifact> {
    let folder = format!("{}/{}", ir.service.name, emitted.kind.name());
    let mut artifacts = vec![
        Artifact {
            path: format!("{folder}/Cargo.toml"),
            text: with_header(ir, '#', &texts.manifest),
        },
        Artifact {
            path: format!("{folder}/README.md"),
            text: texts.readme,
        },
        rust(
            ir,
            format!("{folder}/src/lib.rs"),
            &emitted.docs,
            &format_tokens(package_root(ir, &emitted)),
        ),
    ];
    artifacts.extend(modules(ir, emitted.modules, &format!("{folder}/src")));
    artifacts
}

/// Renders crates as modules of one file, `<service>.rs`, for a build script: what a package's root declares is declared
/// there, and every other file is the same as in the package. `folder` is the absolute path of the output folder.
pub fn inline(ir: &Ir, crates: Vec<Crate<'_>>, folder: &str) -> Vec<Artifact> {
    let service = &ir.service.name;
    let mut artifacts = Vec::new();
    let mut root = TokenStream::new();
    for emitted in crates {
        let kind = emitted.kind.name();
        let name = quote::format_ident!("{kind}");
        let docs = doc_lines(&Docs(emitted.docs.clone()));
        let siblings = emitted.kind.stands_on().iter().map(|other| {
            let other = quote::format_ident!("{}", other.name());
            quote!(pub use super::#other;)
        });
        let declared = declarations(&emitted, |module| {
            Some(format!("{folder}/{service}/{kind}/{}.rs", module.name))
        });
        let items = &emitted.root;
        let allowed = allowed(ir);
        root.extend(quote! {
            #docs
            #[allow(#allowed)]
            #[allow(dead_code, unused_imports, clippy::module_inception, reason = "it is a package of its own")]
            pub mod #name {
                #(#siblings)*
                #declared
                #items
            }
        });
        artifacts.extend(modules(ir, emitted.modules, &format!("{service}/{kind}")));
    }
    artifacts.push(Artifact {
        path: format!("{service}.rs"),
        text: with_header(ir, '/', &format_tokens(root)),
    });
    artifacts
}

fn modules(ir: &Ir, modules: Vec<Module<'_>>, folder: &str) -> Vec<Artifact> {
    let modules = modules.into_iter().map(|module| {
        let path = format!("{folder}/{}.rs", module.name);
        rust(ir, path, &[module.docs.to_owned()], &imports::module(module))
    });
    modules.collect()
}

fn package_root(ir: &Ir, emitted: &Crate<'_>) -> TokenStream {
    let service = ir.service.name.replace('-', "_");
    let siblings = emitted.kind.stands_on().iter().map(|kind| {
        let package = quote::format_ident!("{service}_{}", kind.name());
        let name = quote::format_ident!("{}", kind.name());
        quote!(pub use #package as #name;)
    });
    let declared = declarations(emitted, |_| None);
    let items = &emitted.root;
    let allowed = allowed(ir);
    quote! {
        #![allow(#allowed)]
        #declared
        #(#siblings)*
        #items
    }
}

/// The lints that a crate allows: what they speak against is decided by the description.
fn allowed(ir: &Ir) -> TokenStream {
    let deprecated = ir.deprecates().then(|| quote!(deprecated,));
    quote! {
        #deprecated
        clippy::approx_constant,
        clippy::enum_variant_names,
        clippy::large_enum_variant,
        clippy::match_like_matches_macro,
        clippy::new_ret_no_self,
        clippy::self_named_constructors,
        clippy::should_implement_trait,
        clippy::type_complexity,
        clippy::wrong_self_convention,
        reason = "as the description has it"
    }
}

/// Declares the modules of a crate: those of a build script at the path that `path` gives, those of a package with the
/// feature that they need.
fn declarations(emitted: &Crate<'_>, path: impl Fn(&Module<'_>) -> Option<String>) -> TokenStream {
    let modules = emitted.modules.iter().map(|module| {
        let name = quote::format_ident!("{}", module.name);
        let visibility = module.public.then(|| quote!(pub));
        let place = match (path(module), module.feature) {
            (Some(path), _) => Some(quote!(#[path = #path])),
            (None, feature) => feature.map(|feature| quote!(#[cfg(feature = #feature)])),
        };
        quote!(#place #visibility mod #name;)
    });
    quote!(#(#modules)*)
}

fn rust(ir: &Ir, path: String, docs: &[String], items: &str) -> Artifact {
    let mut body = String::new();
    for line in docs {
        // Writing to a string cannot fail.
        let _ = if line.is_empty() {
            writeln!(body, "//!")
        } else {
            writeln!(body, "//! {line}")
        };
    }
    body.push('\n');
    body.push_str(items);
    Artifact {
        path,
        text: with_header(ir, '/', &body),
    }
}

/// The body under a header that names the description and the hash of the body. The hash is not the description's, so
/// that a change of the description changes only those files that it has an effect on.
fn with_header(ir: &Ir, comment: char, body: &str) -> String {
    let mark = if comment == '/' { "//" } else { "#" };
    let mut hash = String::new();
    for byte in &Sha256::digest(body.as_bytes())[..8] {
        // Writing to a string cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    format!(
        "{mark} Generated by Shapewright from {source}. Do not edit: change the description and generate again.\n\
         {mark} What follows has the hash {hash}.\n{body}",
        // A path may hold anything, a comment may not.
        source = ir.source.replace(char::is_control, "?")
    )
}
