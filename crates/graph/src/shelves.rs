//! Rectangles on shelves, in their order.

use crate::layout::Point;

/// The top left corners of rectangles of these sizes, and the size of all of them: a shelf is as wide as the widest
/// one, or as a square of all would be and a half, but at least `least`.
pub(crate) fn shelved(sizes: &[(f64, f64)], least: f64, gap: f64) -> (Vec<Point>, f64, f64) {
    let area: f64 = sizes.iter().map(|(width, height)| (width + gap) * (height + gap)).sum();
    let widest = sizes.iter().map(|(width, _)| *width).fold(0.0, f64::max);
    let most = widest.max(least).max((area * 1.6).sqrt());
    let (mut places, mut at, mut tallest) = (Vec::new(), Point::default(), 0.0_f64);
    let (mut right, mut bottom) = (0.0_f64, 0.0_f64);
    for (width, height) in sizes {
        if at.x > 0.0 && at.x + width > most {
            at = Point { x: 0.0, y: at.y + tallest + gap };
            tallest = 0.0;
        }
        places.push(at);
        (right, bottom) = (right.max(at.x + width), bottom.max(at.y + height));
        at.x += width + gap;
        tallest = tallest.max(*height);
    }
    (places, right, bottom)
}

#[cfg(test)]
mod tests {
    use super::shelved;

    #[test]
    fn what_does_not_fit_goes_on_the_next_shelf() {
        let (places, width, height) = shelved(&[(600.0, 10.0), (200.0, 30.0), (300.0, 5.0)], 900.0, 20.0);
        let corners: Vec<_> = places.iter().map(|at| (at.x, at.y)).collect();
        assert_eq!(corners, [(0.0, 0.0), (620.0, 0.0), (0.0, 50.0)]);
        assert_eq!((width, height), (820.0, 55.0));
    }
}
