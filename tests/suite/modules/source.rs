//! The modules of one crate as its source has them: what each defines, imports and names, without what is compiled for
//! tests only.

use proc_macro2::{TokenStream, TokenTree};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};
use syn::{
    punctuated::Punctuated,
    visit::{self, Visit},
};

/// The path of a module under its crate; the crate's root has none.
pub type ModulePath = Vec<String>;

/// Where Rust looks for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Namespace {
    Types,
    Values,
    Macros,
}
use Namespace::{Macros, Types, Values};

/// A path that code names.
#[derive(Debug)]
pub struct Mention {
    pub segments: Vec<String>,
    /// Where it may be found. Several where the source does not say: in a `use`, and in a macro's tokens.
    pub namespaces: &'static [Namespace],
}

/// An item of a `use`. `pub use` only re-exports: what it names is not used there.
#[derive(Debug)]
pub struct Import {
    /// The name that it has here. None for `as _`.
    pub name: Option<String>,
    pub path: Vec<String>,
}

/// One module. Inline modules count as any other.
#[derive(Debug, Default)]
pub struct Module {
    /// The file that it is in, under the crate's folder.
    pub file: String,
    pub children: BTreeSet<String>,
    pub defines: BTreeSet<(Namespace, String)>,
    pub imports: Vec<Import>,
    /// What `use a::*` names: `a`.
    pub globs: Vec<Vec<String>>,
    pub mentions: Vec<Mention>,
}

/// All modules of a crate.
#[derive(Debug, Default)]
pub struct Modules(pub BTreeMap<ModulePath, Module>);

impl Modules {
    /// Reads a crate from its root file on. `read` returns a file's text, or nothing where there is no such file.
    pub fn read(root: &Path, read: &dyn Fn(&Path) -> Option<String>) -> Self {
        let mut modules = Self::default();
        let folder = root.parent().expect("a file lies in a folder").to_owned();
        let text = read(root).unwrap_or_else(|| panic!("there is no {}", root.display()));
        let place = Place {
            file: root.to_owned(),
            folder,
            path: Vec::new(),
        };
        modules.file(&place, &text, read);
        modules
    }

    fn file(&mut self, place: &Place, text: &str, read: &dyn Fn(&Path) -> Option<String>) {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {error}", place.file.display()));
        self.items(place, &file.items, read);
    }

    fn items(&mut self, place: &Place, items: &[syn::Item], read: &dyn Fn(&Path) -> Option<String>) {
        // A module may be declared twice, once for each of two platforms: both are the same room.
        let mut reader = Reader {
            module: self.0.remove(&place.path).unwrap_or_else(|| Module {
                file: place.file.to_string_lossy().replace('\\', "/"),
                ..Module::default()
            }),
        };
        let mut children = Vec::new();
        for item in items {
            match item {
                syn::Item::Mod(child) => children.extend(Some(child).filter(|child| !is_for_tests(&child.attrs))),
                item => reader.top_item(item),
            }
        }
        let names = children.iter().map(|child| child.ident.to_string());
        reader.module.children.extend(names);
        self.0.insert(place.path.clone(), reader.module);
        for child in children {
            self.child(place, child, read);
        }
    }

    fn child(&mut self, parent: &Place, child: &syn::ItemMod, read: &dyn Fn(&Path) -> Option<String>) {
        let name = child.ident.to_string();
        let path = [parent.path.as_slice(), std::slice::from_ref(&name)].concat();
        let folder = parent.folder.join(&name);
        if let Some((_, items)) = &child.content {
            let file = parent.file.clone();
            return self.items(&Place { file, folder, path }, items, read);
        }
        let files = match path_attribute(&child.attrs) {
            Some(file) => vec![parent.file.with_file_name(file)],
            None => vec![parent.folder.join(format!("{name}.rs")), folder.join("mod.rs")],
        };
        let found = files.iter().find_map(|file| Some((file, read(file)?)));
        let (file, text) = found.unwrap_or_else(|| panic!("no file for mod {name} of {}", parent.file.display()));
        let file = file.clone();
        self.file(&Place { file, folder, path }, &text, read);
    }
}

/// Where a module's source is.
struct Place {
    file: PathBuf,
    /// The folder of the files of its children.
    folder: PathBuf,
    path: ModulePath,
}

fn path_attribute(attributes: &[syn::Attribute]) -> Option<String> {
    let values = attributes.iter().filter_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("path") => Some(&pair.value),
        _ => None,
    });
    let mut texts = values.filter_map(|value| match value {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) => Some(text.value()),
        _ => None,
    });
    texts.next()
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("cfg") => {
            let condition = list.tokens.to_string().replace(' ', "");
            condition == "test" || condition.starts_with("all(test,")
        }
        _ => false,
    })
}

/// Collects what the code of one module names.
struct Reader {
    module: Module,
}

impl Reader {
    /// An item that stands in the module itself, whose name is the module's.
    fn top_item(&mut self, item: &syn::Item) {
        if is_for_tests(attributes(item)) {
            return;
        }
        let (ident, namespaces): (_, &[_]) = match item {
            syn::Item::Struct(item) => (Some(&item.ident), &[Types, Values]),
            syn::Item::Enum(item) => (Some(&item.ident), &[Types]),
            syn::Item::Union(item) => (Some(&item.ident), &[Types]),
            syn::Item::Trait(item) => (Some(&item.ident), &[Types]),
            syn::Item::TraitAlias(item) => (Some(&item.ident), &[Types]),
            syn::Item::Type(item) => (Some(&item.ident), &[Types]),
            syn::Item::Fn(item) => (Some(&item.sig.ident), &[Values]),
            syn::Item::Const(item) => (Some(&item.ident), &[Values]),
            syn::Item::Static(item) => (Some(&item.ident), &[Values]),
            syn::Item::Macro(item) => (item.ident.as_ref(), &[Macros]),
            _ => (None, &[]),
        };
        if let Some(ident) = ident {
            let names = namespaces.iter().map(|namespace| (*namespace, ident.to_string()));
            self.module.defines.extend(names);
        }
        self.visit_item(item);
    }

    fn mention(&mut self, segments: Vec<String>, namespaces: &'static [Namespace]) {
        self.module.mentions.push(Mention { segments, namespaces });
    }

    fn path(&mut self, path: &syn::Path, namespaces: &'static [Namespace]) {
        // From `::` on, it is another crate's.
        if path.leading_colon.is_none() {
            let segments = path.segments.iter().map(|segment| segment.ident.to_string());
            self.mention(segments.collect(), namespaces);
        }
        for segment in &path.segments {
            self.visit_path_arguments(&segment.arguments);
        }
    }

    fn import(&mut self, tree: &syn::UseTree, mut path: Vec<String>, is_private: bool) {
        match tree {
            syn::UseTree::Path(tree) => {
                path.push(tree.ident.to_string());
                self.import(&tree.tree, path, is_private);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, path.clone(), is_private);
                }
            }
            syn::UseTree::Glob(_) => self.module.globs.push(path),
            syn::UseTree::Name(leaf) => {
                let name = Some(leaf.ident.to_string());
                self.import_one(name.clone(), name, path, is_private);
            }
            syn::UseTree::Rename(leaf) => {
                let name = Some(leaf.rename.to_string()).filter(|name| name != "_");
                self.import_one(Some(leaf.ident.to_string()), name, path, is_private);
            }
        }
    }

    fn import_one(&mut self, leaf: Option<String>, name: Option<String>, mut path: Vec<String>, is_private: bool) {
        let is_itself = leaf.as_deref() == Some("self");
        let name = if is_itself && name == leaf {
            path.last().cloned()
        } else {
            name
        };
        path.extend(leaf.filter(|_| !is_itself));
        if is_private {
            self.mention(path.clone(), &[Types, Values, Macros]);
        }
        self.module.imports.push(Import { name, path });
    }

    /// The paths among tokens that are no syntax yet, as of a macro with a notation of its own.
    fn tokens(&mut self, tokens: &TokenStream) {
        let mut path = Vec::new();
        let mut colons = 0;
        // `.` makes a name a method's or a field's.
        let mut is_member = false;
        for token in tokens.clone() {
            match token {
                TokenTree::Ident(ident) => {
                    if colons < 2 {
                        self.tokens_path(&mut path, &[Types, Values]);
                    }
                    if !is_member {
                        path.push(ident.to_string());
                    }
                    (colons, is_member) = (0, false);
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                other => {
                    let next = match &other {
                        TokenTree::Punct(punct) => punct.as_char(),
                        _ => ' ',
                    };
                    let namespaces: &[_] = if next == '!' { &[Macros] } else { &[Types, Values] };
                    self.tokens_path(&mut path, namespaces);
                    (colons, is_member) = (0, next == '.');
                    if let TokenTree::Group(group) = other {
                        self.tokens(&group.stream());
                    }
                }
            }
        }
        self.tokens_path(&mut path, &[Types, Values]);
    }

    fn tokens_path(&mut self, path: &mut Vec<String>, namespaces: &'static [Namespace]) {
        if !path.is_empty() {
            self.mention(std::mem::take(path), namespaces);
        }
    }

    /// The functions and types that serde is told of by texts: `#[serde(with = "crate::text")]`.
    fn texts(&mut self, tokens: &TokenStream) {
        for token in tokens.clone() {
            let TokenTree::Literal(literal) = token else { continue };
            let text = syn::parse2::<syn::LitStr>(TokenTree::from(literal).into());
            if let Some(path) = text.ok().and_then(|text| text.parse::<syn::Path>().ok())
                && path.segments.len() > 1
            {
                self.path(&path, &[Values]);
                // `with` names a module, for two functions of it.
                let segments = path.segments.iter().map(|segment| segment.ident.to_string());
                let functions = ["serialize", "deserialize"].map(str::to_owned);
                let function = |name| segments.clone().chain([name]).collect();
                functions
                    .into_iter()
                    .for_each(|name| self.mention(function(name), &[Values]));
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_for_tests(&item.attrs) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if item.leading_colon.is_none() {
            self.import(&item.tree, Vec::new(), is_private(&item.vis));
        }
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta
            && list.path.is_ident("serde")
        {
            self.texts(&list.tokens);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.path(path, &[Types]);
    }

    fn visit_expr_path(&mut self, expression: &'ast syn::ExprPath) {
        if let Some(own) = &expression.qself {
            self.visit_qself(own);
        }
        self.path(&expression.path, &[Values]);
    }

    fn visit_pat_tuple_struct(&mut self, pattern: &'ast syn::PatTupleStruct) {
        self.path(&pattern.path, &[Values]);
        pattern.elems.iter().for_each(|pattern| self.visit_pat(pattern));
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        if item.ident.is_some() {
            self.tokens(&item.mac.tokens);
        } else {
            self.visit_macro(&item.mac);
        }
    }

    fn visit_macro(&mut self, invoked: &'ast syn::Macro) {
        self.path(&invoked.path, &[Macros]);
        let name = invoked.path.segments.last().map(|segment| segment.ident.to_string());
        // What is quoted is code of another crate.
        if matches!(name.as_deref(), Some("quote" | "quote_spanned" | "parse_quote")) {
            return;
        }
        let arguments = Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated;
        match invoked.parse_body_with(arguments) {
            Ok(arguments) => arguments.iter().for_each(|argument| self.visit_expr(argument)),
            Err(_) => self.tokens(&invoked.tokens),
        }
    }
}

fn is_private(visibility: &syn::Visibility) -> bool {
    match visibility {
        syn::Visibility::Inherited => true,
        syn::Visibility::Restricted(restricted) => restricted.path.is_ident("self"),
        syn::Visibility::Public(_) => false,
    }
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::ExternCrate(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Union(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
