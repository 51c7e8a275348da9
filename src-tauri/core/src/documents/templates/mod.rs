//! Templates of a new client's folders: names, in which `{year}` stands for the year, and who sees each.

pub mod service;
mod store;

use serde::{Deserialize, Serialize};

use super::folders::NewFolder;
use super::names::{check, fold_key};
use super::plan::Access;
use crate::error::{Error, Result};
use crate::id::FolderTemplateId;
use crate::letters::Language;

pub(super) use service::of_new_clients;

/// What stands for the year in a folder's name.
const YEAR: &str = "{year}";

/// How many folders a template may have.
const FOLDERS: usize = 100;

/// A template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderTemplate {
    /// Its id.
    pub template_id: FolderTemplateId,
    /// Its name.
    pub name: String,
    /// Whether new clients get it.
    pub is_default: bool,
    /// Its folders, in order.
    pub folders: Vec<TemplateFolder>,
}

/// A folder of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateFolder {
    /// Its name, with `{year}` where the year goes.
    pub name: String,
    /// Who sees it.
    pub access: Access,
}

impl FolderTemplate {
    /// What an office begins with, in its language.
    pub(super) fn first(language: Language) -> Self {
        let italian = [
            ("Contabilità {year}", Access::Edit),
            ("Dichiarazioni", Access::View),
            ("Contratti e deleghe", Access::View),
            ("Note interne", Access::Private),
        ];
        let english = [
            ("Accounts {year}", Access::Edit),
            ("Tax returns", Access::View),
            ("Contracts and mandates", Access::View),
            ("Internal notes", Access::Private),
        ];
        let (name, folders) = match language {
            Language::It => ("Cliente", italian),
            Language::En => ("Client", english),
        };
        Self {
            template_id: FolderTemplateId::new(),
            name: name.to_owned(),
            is_default: true,
            folders: folders.map(|(name, access)| TemplateFolder { name: name.to_owned(), access }).to_vec(),
        }
    }

    /// The folders of a year.
    pub(super) fn folders_of(&self, year: i32) -> Vec<NewFolder> {
        let year = year.to_string();
        let folder =
            |it: &TemplateFolder| NewFolder { name: it.name.replace(YEAR, &year), access: it.access };
        self.folders.iter().map(folder).collect()
    }

    fn check(self) -> Result<Self> {
        let name = crate::settings::line("name", &self.name)?;
        if self.folders.len() > FOLDERS {
            return Err(Error::invalid("folders", format!("are more than {FOLDERS}")));
        }
        let mut keys = std::collections::BTreeSet::new();
        for folder in self.folders_of(2026) {
            check(&folder.name)
                .map_err(|fault| Error::invalid("folders", format!("{}: {fault}", folder.name)))?;
            if !keys.insert(fold_key(&folder.name)) {
                return Err(Error::invalid("folders", format!("{} is there twice", folder.name)));
            }
        }
        Ok(Self { name, ..self })
    }
}
