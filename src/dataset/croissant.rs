//! `croissant.json`: the dataset in the Croissant 1.1 vocabulary of MLCommons.

use std::collections::BTreeMap;

use arrow::datatypes::{DataType, Field};
use serde_json::{Map, Value, json};

use super::manifest::TableEntry;
use super::options::Options;
use super::schema::{self, Description};

/// The metadata as JSON-LD.
pub(super) fn croissant(options: &Options, tables: &BTreeMap<String, TableEntry>) -> String {
    let mut root = Map::new();
    let mut put = |key: &str, value: Value| root.insert(key.to_owned(), value);
    put("@context", context());
    put("@type", "sc:Dataset".into());
    put("conformsTo", "http://mlcommons.org/croissant/1.1".into());
    put("name", options.name.as_str().into());
    put("description", options.description.as_str().into());
    put("license", options.license.as_str().into());
    if !options.url.is_empty() {
        put("url", options.url.as_str().into());
    }
    if !options.creators.is_empty() {
        let creator = |name: &String| json!({"@type": "sc:Person", "name": name});
        put("creator", options.creators.iter().map(creator).collect());
    }
    if !options.date_published.is_empty() {
        put("datePublished", options.date_published.as_str().into());
    }
    let described = schema::written(tables);
    let of = |name: &str| tables.get(name).map(|table| table.files.as_slice()).unwrap_or_default();
    let mut distribution = Vec::new();
    for table in &described {
        distribution.extend(of(table.name).iter().map(|file| {
            json!({
                "@type": "cr:FileObject",
                "@id": file.path,
                "name": file.path,
                "contentUrl": file.path,
                "contentSize": format!("{} B", file.bytes),
                "encodingFormat": PARQUET,
                "sha256": file.sha256,
            })
        }));
        distribution.push(json!({
            "@type": "cr:FileSet",
            "@id": files(table.name),
            "name": files(table.name),
            "encodingFormat": PARQUET,
            "includes": format!("{}/*.parquet", table.name),
        }));
    }
    put("distribution", distribution.into());
    put("recordSet", described.iter().map(record_set).collect());
    let mut text = serde_json::to_string_pretty(&Value::Object(root)).unwrap_or_default();
    text.push('\n');
    text
}

/// What readers of Croissant know Parquet by.
const PARQUET: &str = "application/x-parquet";

/// Identifier of the set of a table's files.
fn files(table: &str) -> String {
    format!("{table}-files")
}

fn record_set(table: &Description) -> Value {
    let fields = table.columns.iter().map(|(column, about)| field(table.name, column, about));
    json!({
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.about,
        "field": fields.collect::<Vec<_>>(),
    })
}

fn field(table: &str, column: &Field, about: &str) -> Value {
    let id = format!("{table}/{}", column.name());
    let mut field = Map::new();
    field.insert("@type".to_owned(), "cr:Field".into());
    field.insert("@id".to_owned(), id.as_str().into());
    field.insert("name".to_owned(), column.name().as_str().into());
    field.insert("description".to_owned(), about.into());
    let (inner, is_list) = match column.data_type() {
        DataType::List(inner) => (inner.data_type(), true),
        other => (other, false),
    };
    if is_list {
        field.insert("isArray".to_owned(), true.into());
        field.insert("arrayShape".to_owned(), "-1".into());
    }
    let mut source = json!({"fileSet": {"@id": files(table)}, "extract": {"column": column.name()}});
    match inner {
        DataType::Struct(parts) => {
            let part = |part: &Field| {
                source["transform"] = json!({"jsonPath": part.name()});
                json!({
                    "@type": "cr:Field",
                    "@id": format!("{id}/{}", part.name()),
                    "name": part.name(),
                    "dataType": data_type(part.data_type()),
                    "source": source,
                })
            };
            field.insert("subField".to_owned(), parts.iter().map(AsRef::as_ref).map(part).collect());
        }
        inner => {
            field.insert("dataType".to_owned(), data_type(inner).into());
            field.insert("source".to_owned(), source);
        }
    }
    Value::Object(field)
}

fn data_type(data_type: &DataType) -> &'static str {
    match data_type {
        DataType::Boolean => "sc:Boolean",
        DataType::Int32 | DataType::Int64 => "sc:Integer",
        DataType::Float32 => "sc:Float",
        DataType::Timestamp(_, _) => "sc:DateTime",
        _ => "sc:Text",
    }
}

/// The context that the Croissant format prescribes.
fn context() -> Value {
    json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "arrayShape": "cr:arrayShape",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "containedIn": "cr:containedIn",
        "cr": "http://mlcommons.org/croissant/",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "equivalentProperty": "cr:equivalentProperty",
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "extract": "cr:extract",
        "field": "cr:field",
        "fileObject": "cr:fileObject",
        "fileProperty": "cr:fileProperty",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isArray": "cr:isArray",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "samplingRate": "cr:samplingRate",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    })
}
