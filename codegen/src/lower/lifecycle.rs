//! Lifecycles: names of operations, shapes and parents as places.

use super::{
    Lowering, Unlowerable,
    naming::{self, Scope},
    record,
};
use crate::{diagnostic::Code, ir};

/// Lowers all lifecycles.
pub(super) fn lifecycles(lowering: &Lowering<'_>) -> Result<Vec<ir::Lifecycle>, Unlowerable> {
    let spec = lowering.spec;
    let operation = |name: &String| {
        spec.operations
            .get_index_of(name)
            .ok_or_else(|| Unlowerable::new(Code::UnknownOperation, format!("there is no operation `{name}`")))
    };
    let (mut types, mut statics, mut methods) = (Scope::default(), Scope::default(), Scope::default());
    let lifecycles = spec.resources.iter().map(|(name, resource)| {
        let parent = resource.parent.as_ref().map(|parent| {
            spec.resources
                .get_index_of(parent)
                .ok_or_else(|| Unlowerable::new(Code::UnknownResource, format!("there is no resource `{parent}`")))
        });
        let shape = |id: &Option<String>| id.as_ref().map(|id| lowering.find(id)).transpose();
        let collection = resource.collection(name);
        let record = record::record(lowering, name, resource, &mut types, &mut statics)?;
        Ok(ir::Lifecycle {
            seed_method: methods.claim(naming::seed_method(&collection)),
            single: record::identifiers(spec, resource).next().is_none(),
            collection,
            record,
            name: name.clone(),
            parent: parent.transpose()?,
            id: resource.id.as_slice().to_vec(),
            create: resource.create.as_ref().map(operation).transpose()?,
            put: resource.put.as_ref().map(operation).transpose()?,
            read: resource.read.as_ref().map(operation).transpose()?,
            update: resource.update.iter().map(operation).collect::<Result<_, _>>()?,
            delete: resource.delete.as_ref().map(operation).transpose()?,
            list: resource.list.as_ref().map(operation).transpose()?,
            not_found: shape(&resource.not_found)?,
            already_exists: shape(&resource.already_exists)?,
            unique: resource.unique.clone(),
            item: resource.item.clone(),
            names: resource
                .names
                .iter()
                .map(|(name, field)| (name.clone(), field.clone()))
                .collect(),
            initial: resource
                .initial
                .iter()
                .map(|(name, value)| (name.clone(), value.to_string()))
                .collect(),
            created: resource.created.clone(),
            modified: resource.modified.clone(),
        })
    });
    lifecycles.collect()
}
