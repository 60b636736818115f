// Package vessel is the geometry of a lying cylindrical tank: how much is below a height, and how high a volume stands.
//
// A Shape is a shell with two equal heads (flat, 2:1 elliptical or hemispherical), perhaps tilted, with a probe somewhere
// along it. A Vessel is a Shape that holds a known capacity: the shape says how the capacity is spread over the height, so
// that a tank whose nameplate differs a little from its drawing still holds what the nameplate says. A Table is what a
// gauge console knows of a vessel: one, four or twenty points and straight lines between them.
//
// Heights and volumes are integers (micrometres, microlitres). Floating point is inside this package alone: a share of the
// whole is computed and rounded to the microlitre once; every product is rounded by itself, so that no processor fuses it
// with a sum. Facts: tanks-and-metrology.md section 3.1 (A, verified).
//
// Left out: torispherical heads, standing tanks, the curvature of a tilted head (its level is taken where it joins the
// shell), dents.
package vessel
