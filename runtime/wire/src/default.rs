//! Defaults of the description as text.

use crate::{
    codec::json::fill_default,
    error::{Unwritable, unwritable},
    text::{self, Place},
};
use shapewright_schema::{BigDecimal, BigInteger, Blob, Kind, Member, Timestamp, Value};

/// The default of a member as text in the place of its value: empty for an empty list or map. `None` when it has none.
pub(crate) fn default_text(member: &'static Member) -> Result<Option<String>, Unwritable> {
    match member.target.kind {
        Kind::Boolean => scalar::<bool>(member),
        Kind::String | Kind::Enum(_) => scalar::<String>(member),
        Kind::Byte | Kind::Short | Kind::Integer | Kind::Long | Kind::IntEnum(_) => scalar::<i64>(member),
        Kind::Float => scalar::<f32>(member),
        Kind::Double => scalar::<f64>(member),
        Kind::BigInteger => scalar::<BigInteger>(member),
        Kind::BigDecimal => scalar::<BigDecimal>(member),
        Kind::Blob => scalar::<Blob>(member),
        Kind::Timestamp => scalar::<Timestamp>(member),
        // The only default that the format allows them is an empty one.
        Kind::List { .. } | Kind::Map { .. } => Ok(member.default.filter(|default| *default != "null").map(|_| String::new())),
        Kind::Document | Kind::Structure(_) | Kind::Union(_) => Ok(None),
    }
}

fn scalar<T: Value + Default>(member: &'static Member) -> Result<Option<String>, Unwritable> {
    let mut value = T::default();
    let unfit = || {
        let default = member.default.unwrap_or_default();
        unwritable(format!("the default `{default}` does not fit the member"))
    };
    if !fill_default(member, &mut value).map_err(|_| unfit())? {
        return Ok(None);
    }
    let text = text::write(value.view(), member, Place::Plain).ok_or_else(unfit)?;
    Ok(Some(text.into_owned()))
}
