//! Structures and unions as a generator would write them.

/// A structure, its static schema and its two bodies.
macro_rules! structure {
    ($schema:ident, $type:ident { $($index:literal $field:ident: $held:ty => $member:expr;)* } $($change:tt)*) => {
        static $schema: Schema = Schema::structure(stringify!($type), &[$($member),*]) $($change)*;

        #[derive(Default, Clone)]
        pub struct $type {
            $(pub $field: $held,)*
        }

        impl Structure for $type {
            fn schema(&self) -> &'static Schema {
                &$schema
            }

            fn member(&self, index: usize) -> &dyn Value {
                match index {
                    $($index => &self.$field,)*
                    _ => self,
                }
            }

            fn member_mut(&mut self, index: usize) -> &mut dyn Value {
                match index {
                    $($index => &mut self.$field,)*
                    _ => self,
                }
            }
        }
    };
}

/// An enum of strings that keeps what it does not know.
macro_rules! text_enum {
    ($schema:ident, $type:ident { $($variant:ident = $text:literal),* }) => {
        static $schema: Schema = Schema::new(stringify!($type), Kind::Enum(&[$($text),*]));

        #[derive(Clone, PartialEq)]
        pub enum $type {
            $($variant,)*
            Unknown(String),
        }

        impl Default for $type {
            fn default() -> Self {
                Self::Unknown(String::new())
            }
        }

        impl TextEnum for $type {
            fn text(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }

            fn set(&mut self, text: &str) {
                *self = match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text.to_owned()),
                };
            }
        }

        impl Value for $type {
            fn view(&self) -> View<'_> {
                View::String(self.text())
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::Enum(self)
            }
        }
    };
}
