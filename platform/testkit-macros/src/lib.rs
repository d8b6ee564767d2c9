#![doc = include_str!("../README.md")]

use proc_macro::{Delimiter, TokenStream, TokenTree};

/// Makes one test of each engine from a function that takes a `testkit::TestDb`.
#[proc_macro_attribute]
pub fn db_test(_: TokenStream, item: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = item.into_iter().collect();
    let name = match function_name(&tokens) {
        Some(name) => name,
        None => return error("#[db_test] goes on a function: fn name(t: TestDb) { … }"),
    };
    let function: TokenStream = tokens.into_iter().collect();
    let made = format!(
        "mod {name} {{
            use super::*;
            {function}
            #[test] fn sqlite() {{ ::testkit::on_sqlite({name}) }}
            #[test] fn postgres() {{ ::testkit::on_postgres({name}) }}
        }}"
    );
    made.parse().unwrap_or_else(|_| error("#[db_test] could not write the two tests"))
}

fn function_name(tokens: &[TokenTree]) -> Option<String> {
    let at = tokens.iter().position(|t| t.to_string() == "fn")?;
    let body = tokens.last()?;
    let has_body = matches!(body, TokenTree::Group(g) if g.delimiter() == Delimiter::Brace);
    if has_body { tokens.get(at + 1).map(ToString::to_string) } else { None }
}

fn error(message: &str) -> TokenStream {
    format!("compile_error!({message:?});").parse().unwrap_or_default()
}
