//! W27: the tags of an organization, which these operations name by its ARN.

use super::{
    organizations::arn,
    records::{fields, text},
};
use shapewright_server::{Context, Refusal, Transaction};
use workmail_mock::model::types::*;

/// How many tags an organization may carry.
const MOST: usize = 50;

/// Adds tags; a key that is there already gets the new value.
pub(super) fn tag(
    transaction: &mut Transaction<'_>,
    context: &Context,
    input: &TagResourceRequest,
) -> Result<TagResourceResponse, Refusal> {
    let organization = named(transaction, context, &input.resource_arn)?;
    for tag in &input.tags {
        let value = fields([("Value", text(tag.value.clone()))]);
        transaction.put("Tag", &[&organization, &tag.key], value)?;
    }
    // A refused transaction takes all of them back.
    if transaction.records("Tag", &[&organization]).len() > MOST {
        return Err(TooManyTagsException {
            message: Some(format!("The organization would carry more than {MOST} tags")),
        }
        .into());
    }
    Ok(TagResourceResponse {})
}

/// Removes tags; keys that are not there are passed over.
pub(super) fn untag(
    transaction: &mut Transaction<'_>,
    context: &Context,
    input: &UntagResourceRequest,
) -> Result<UntagResourceResponse, Refusal> {
    let organization = named(transaction, context, &input.resource_arn)?;
    for key in &input.tag_keys {
        transaction.remove("Tag", &[&organization, key])?;
    }
    Ok(UntagResourceResponse {})
}

/// Answers the tags in the order in which their keys came.
pub(super) fn list(
    transaction: &mut Transaction<'_>,
    context: &Context,
    input: &ListTagsForResourceRequest,
) -> Result<ListTagsForResourceResponse, Refusal> {
    let organization = named(transaction, context, &input.resource_arn)?;
    let tags = transaction.records("Tag", &[&organization]);
    let member = |tag: &shapewright_server::Record, name| tag.text(name).unwrap_or_default().to_owned();
    let tags = tags.into_iter().map(|tag| Tag {
        key: member(tag, "Key"),
        value: member(tag, "Value"),
    });
    Ok(ListTagsForResourceResponse {
        tags: Some(tags.collect()),
    })
}

/// The id of the organization with this ARN.
fn named(transaction: &Transaction<'_>, context: &Context, resource: &str) -> Result<String, Refusal> {
    let id = resource.rsplit_once('/').map_or("", |(_, id)| id);
    match transaction.find("Organization", &[id]) {
        Some(_) if arn(context.account(), context.region(), id) == resource => Ok(id.to_owned()),
        _ => Err(ResourceNotFoundException {
            message: Some(format!("There is no resource with the ARN '{resource}'")),
        }
        .into()),
    }
}
