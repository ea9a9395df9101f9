//! The colours of pictures. Light is the default; renderers that know the reader's choice follow it.

use aiolint_core::Severity;
use aiolint_engine::kinds::Shape;

/// The class of a node by what it is.
pub(crate) fn class(shape: Shape) -> &'static str {
    match shape {
        Shape::Flow => "flow",
        Shape::Endpoint => "endpoint",
        Shape::Service => "service",
        Shape::Part => "part",
        Shape::Setting => "setting",
    }
}

/// The styles of a picture as SVG.
pub(crate) const SVG: &str = "\
text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;fill:#1f2328}\
.page{fill:#ffffff}.frame{fill:#f6f8fa;stroke:#d0d7de}.title{font-size:12px;font-weight:600;fill:#57606a}\
.box{stroke-width:1.2}.flow{fill:#ddf4ff;stroke:#0969da}.endpoint{fill:#ffffff;stroke:#57606a}\
.service{fill:#fbefff;stroke:#8250df}.part{fill:#ffffff;stroke:#8250df}.setting{fill:#f6f8fa;stroke:#57606a}\
.implicit{stroke-opacity:.45;fill-opacity:.45}.missing{fill:#ffffff;stroke:#57606a;stroke-dasharray:5 4}\
.unknown{fill:#fff8c5;stroke:#9a6700;stroke-dasharray:2 3}\
.name{font-size:13px;font-weight:600}.line{font-size:11px}.middle{text-anchor:middle}.small{font-size:10px;fill:#57606a}\
.data{fill:none;stroke:#0969da;stroke-width:1.5}.head{fill:#0969da;stroke:none}\
.connection{fill:none;stroke:#8250df;stroke-width:1.2;stroke-dasharray:1.5 3.5;stroke-linecap:round}\
.unsure{stroke-dasharray:6 4}.behind{fill:#f6f8fa}\
.error{fill:#cf222e}.warning{fill:#9a6700}.note{fill:#0550ae}text.pill{font-size:10px;font-weight:600;fill:#ffffff}\
.marked-error{stroke:#cf222e;stroke-width:2.2}.marked-warning{stroke:#bf8700;stroke-width:2.2}\
@media (prefers-color-scheme:dark){\
text{fill:#e6edf3}.page{fill:#0d1117}.frame{fill:#151b23;stroke:#3d444d}.title{fill:#9198a1}\
.flow{fill:#10243e;stroke:#4493f8}.endpoint{fill:#0d1117;stroke:#9198a1}.service{fill:#271a45;stroke:#ab7df8}\
.part{fill:#0d1117;stroke:#ab7df8}.setting{fill:#151b23;stroke:#9198a1}.missing{fill:#0d1117;stroke:#9198a1}\
.unknown{fill:#2b2106;stroke:#d29922}.small{fill:#9198a1}.data{stroke:#4493f8}.head{fill:#4493f8}\
.connection{stroke:#ab7df8}.behind{fill:#151b23}.error{fill:#da3633}.warning{fill:#8a6100}.note{fill:#1f6feb}\
.marked-error{stroke:#f85149}.marked-warning{stroke:#d29922}}";

/// The class of a border or line with findings; notes leave it as it is.
pub(crate) fn marked(severity: Option<Severity>) -> &'static str {
    match severity {
        Some(Severity::Error) => " marked-error",
        Some(Severity::Warning) => " marked-warning",
        Some(Severity::Note) | None => "",
    }
}

/// The styles of a picture as a Mermaid diagram, which can't follow the reader's choice of light or dark: the text's
/// colour is said with the background's.
pub(crate) const MERMAID: &[(&str, &str)] = &[
    ("flow", "fill:#ddf4ff,stroke:#0969da,color:#1f2328"),
    ("endpoint", "fill:#ffffff,stroke:#57606a,color:#1f2328"),
    ("service", "fill:#fbefff,stroke:#8250df,color:#1f2328"),
    ("part", "fill:#ffffff,stroke:#8250df,color:#1f2328"),
    ("setting", "fill:#f6f8fa,stroke:#57606a,color:#1f2328"),
    ("implicit", "fill:#f6f8fa,stroke:#8c959f,color:#57606a"),
    ("missing", "fill:#ffffff,stroke:#57606a,color:#57606a,stroke-dasharray:5 4"),
    ("unknown", "fill:#fff8c5,stroke:#9a6700,color:#1f2328,stroke-dasharray:2 3"),
    ("warning", "stroke:#bf8700,stroke-width:3px"),
    ("error", "stroke:#cf222e,stroke-width:3px"),
];
