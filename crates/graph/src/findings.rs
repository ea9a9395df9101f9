//! Which node, line or edge a finding belongs to.

use aiolint_core::{Encoding, Finding, Location, Report, Resource, ResourceName};

use crate::model::{Graph, Mark, Place};

/// A resource by the name that findings have for it, and what it is in.
type Named<'r> = (ResourceName, &'r Resource);

/// The places of resources in the picture.
#[derive(Debug, Default)]
pub(crate) struct Placing {
    spots: Vec<Spot>,
}

#[derive(Debug)]
struct Spot {
    resource: ResourceName,
    extent: Location,
    on: On,
}

/// A place in the picture.
#[derive(Clone, Debug, PartialEq)]
enum On {
    Node(usize),
    Line(usize, usize),
    /// An edge, and what is written in the files of it.
    Edge(usize, Vec<Location>),
}

impl Placing {
    /// The resource is this node.
    pub(crate) fn node(&mut self, named: Named<'_>, node: usize) {
        self.add(named, On::Node(node));
    }

    /// This line of the node speaks of the resource.
    pub(crate) fn line(&mut self, named: Named<'_>, node: usize, line: usize) {
        self.add(named, On::Line(node, line));
    }

    /// The resource has this edge, which is written in these places.
    pub(crate) fn edge(&mut self, named: Named<'_>, at: &[Location], edge: usize) {
        self.add(named, On::Edge(edge, at.to_vec()));
    }

    fn add(&mut self, (resource, of): Named<'_>, on: On) {
        self.spots.push(Spot { resource, extent: of.extent, on });
    }

    /// The places of a finding: of its resource, and of that the edges that it points at.
    fn of(&self, finding: &Finding) -> Vec<&On> {
        let Some(resource) = &finding.resource else { return Vec::new() };
        let at = finding.primary.location;
        let named: Vec<&Spot> = self.spots.iter().filter(|spot| spot.resource == *resource).collect();
        let within = |spot: &&&Spot| contains(spot.extent, at);
        let near: Vec<&Spot> = named.iter().filter(within).copied().collect();
        let spots = if near.is_empty() { named } else { near };
        let pointed =
            |spot: &&&Spot| matches!(&spot.on, On::Edge(_, places) if places.iter().any(|it| contains(*it, at)));
        let edges: Vec<&On> = spots.iter().filter(pointed).map(|spot| &spot.on).collect();
        if !edges.is_empty() {
            return edges;
        }
        spots.iter().map(|spot| &spot.on).filter(|on| !matches!(on, On::Edge(..))).collect()
    }
}

fn contains(outer: Location, inner: Location) -> bool {
    outer.file == inner.file && outer.span.start <= inner.span.start && inner.span.end <= outer.span.end
}

/// Marks the findings in the picture.
pub(crate) fn placed(report: &Report, places: &Placing, graph: &mut Graph) {
    for finding in &report.findings {
        let Some(source) = report.source(finding.primary.location) else { continue };
        let mark = Mark {
            severity: finding.severity,
            rule: finding.rule.id.clone(),
            name: finding.rule.name.clone(),
            message: finding.message.clone(),
            place: Place {
                file: source.shown.to_string(),
                line: source.position(finding.primary.location.span.start, Encoding::Utf32).line,
            },
        };
        let spots = places.of(finding);
        if spots.is_empty() {
            graph.unplaced.push(mark);
            continue;
        }
        for spot in spots {
            let marks = match spot {
                On::Node(node) => &mut graph.nodes[*node].marks,
                On::Line(node, line) => &mut graph.nodes[*node].lines[*line].marks,
                On::Edge(edge, _) => &mut graph.edges[*edge].marks,
            };
            marks.push(mark.clone());
        }
    }
}
