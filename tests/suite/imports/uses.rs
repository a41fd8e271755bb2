//! What a source file names: paths, methods and macros, without what is compiled for tests only.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// What a file names.
#[derive(Debug, Default)]
pub struct Uses {
    /// Paths by their segments. Those of the same crate start with `crate`.
    pub paths: Vec<Vec<String>>,
    /// Methods that are called.
    pub methods: Vec<String>,
    /// Macros that are called or defined.
    pub macros: Vec<String>,
}

impl Uses {
    /// Reads a file. `module` is its own path under the crate.
    pub fn of(module: &[String], text: &str) -> Self {
        let file = syn::parse_file(text).expect("a source file is Rust");
        let mut reader = Reader {
            module: module.to_vec(),
            uses: Self::default(),
        };
        reader.visit_file(&file);
        reader.uses
    }
}

struct Reader {
    module: Vec<String>,
    uses: Uses,
}

impl Reader {
    fn path(&mut self, segments: Vec<String>) {
        let supers = segments.iter().take_while(|segment| *segment == "super").count();
        let path = match segments.first().map(String::as_str) {
            Some("super") => {
                let from = self.module.len().saturating_sub(supers);
                [&["crate".to_owned()], &self.module[..from], &segments[supers..]].concat()
            }
            Some("self") => [&["crate".to_owned()], self.module.as_slice(), &segments[1..]].concat(),
            _ => segments,
        };
        self.uses.paths.push(path);
    }

    fn tree(&mut self, tree: &syn::UseTree, mut path: Vec<String>) {
        match tree {
            syn::UseTree::Path(tree_path) => {
                path.push(tree_path.ident.to_string());
                self.tree(&tree_path.tree, path);
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, path.clone())),
            syn::UseTree::Name(name) if name.ident == "self" => self.path(path),
            syn::UseTree::Name(name) => {
                path.push(name.ident.to_string());
                self.path(path);
            }
            syn::UseTree::Rename(rename) => {
                path.push(rename.ident.to_string());
                self.path(path);
            }
            syn::UseTree::Glob(_) => self.path(path),
        }
    }

    /// Paths among the arguments of a macro, which are no syntax yet: those from `crate` and `std` on.
    fn tokens(&mut self, tokens: &TokenStream) {
        let mut path: Vec<String> = Vec::new();
        for token in tokens.clone() {
            match token {
                TokenTree::Ident(ident) if !path.is_empty() || ident == "crate" || ident == "std" => {
                    path.push(ident.to_string());
                }
                TokenTree::Punct(punct) if !path.is_empty() && punct.as_char() == ':' => {}
                other => {
                    if !path.is_empty() {
                        let path = std::mem::take(&mut path);
                        self.path(path);
                    }
                    if let TokenTree::Group(group) = other {
                        self.tokens(&group.stream());
                    }
                }
            }
        }
        if !path.is_empty() {
            self.path(path);
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if let syn::Item::Mod(module) = item {
            if module.attrs.iter().any(is_for_tests) {
                return;
            }
            self.module.push(module.ident.to_string());
            visit::visit_item(self, item);
            self.module.pop();
            return;
        }
        visit::visit_item(self, item);
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&item.tree, Vec::new());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments = path.segments.iter().map(|segment| segment.ident.to_string());
        self.path(segments.collect());
        visit::visit_path(self, path);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.uses.methods.push(call.method.to_string());
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, invoked: &'ast syn::Macro) {
        let name = invoked.path.segments.last().map(|segment| segment.ident.to_string());
        // What is quoted is code of another crate.
        if name.as_deref() != Some("quote") {
            self.tokens(&invoked.tokens);
        }
        self.uses.macros.extend(name);
    }
}

fn is_for_tests(attribute: &syn::Attribute) -> bool {
    let syn::Meta::List(list) = &attribute.meta else {
        return false;
    };
    list.path.is_ident("cfg") && list.tokens.to_string() == "test"
}
