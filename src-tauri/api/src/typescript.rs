//! The TypeScript bindings, made from the command table. A test fails when the file in `ui/` is stale;
//! `UPDATE_GOLDEN=1 cargo test -p studiolo-api` writes it anew.

use std::collections::BTreeMap;
use std::fmt::Write;

use ts_rs::{Config, TS, TypeVisitor};

use crate::table::{COMMANDS, typescript_config};

/// Type declarations, each once, by name.
pub struct Declarations {
    config: Config,
    by_name: BTreeMap<String, String>,
}

impl Declarations {
    /// Adds a type with everything that it refers to; its name.
    pub(crate) fn add<T: TS + 'static + ?Sized>(&mut self) -> String {
        if T::output_path().is_some() {
            let declaration = T::decl(&self.config);
            if self.by_name.insert(T::ident(&self.config), declaration).is_some() {
                return T::name(&self.config);
            }
        }
        T::visit_dependencies(self);
        T::name(&self.config)
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}

/// The whole file.
pub fn bindings() -> String {
    let mut declarations = Declarations { config: typescript_config(), by_name: BTreeMap::new() };
    let commands: Vec<_> =
        COMMANDS.iter().map(|command| (command, (command.types)(&mut declarations))).collect();
    let mut file = String::from(
        "// Made from the command table by `UPDATE_GOLDEN=1 cargo test -p studiolo-api`. Do not edit.\n\n",
    );
    for declaration in declarations.by_name.values() {
        let _ = writeln!(file, "export {declaration}\n");
    }
    file.push_str("/** Every command: its request and its reply. */\nexport interface Commands {\n");
    for (command, (request, reply)) in commands {
        let _ = writeln!(file, "  /** {} */", command.doc.trim());
        let _ = writeln!(file, "  '{}': {{ request: {request}; reply: {reply} }}", command.name);
    }
    file.push_str("}\n");
    file
}
