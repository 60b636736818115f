package unit

// Volume is a physical volume in microlitres, the truth of the model as opposed
// to what a device indicates. Range about 9.2 million cubic metres either way.
type Volume int64

// The volumes worth a name.
const (
	Microlitre Volume = 1
	Millilitre Volume = 1_000
	Litre      Volume = 1_000_000
)

// FlowRate is a physical flow in microlitres per second. 38 L/min is not a
// whole number of them; it is kept as the nearest, 633 333, which is wrong by
// less than a millilitre in half an hour.
type FlowRate int64

// Level is a height of liquid or of a probe's float, in micrometres.
type Level int64

// Temperature is in millidegrees Celsius.
type Temperature int64

// LitresPerMinute returns the flow of n litres per minute, to the nearest
// microlitre per second. It panics beyond 500 million million litres a minute.
func LitresPerMinute(n int64) FlowRate {
	magnitude, negative := split(n)
	q, ok := nearest(magnitude, 50_000, 3) // 1 000 000 ul / 60 s
	return FlowRate(mustJoin(q, negative, ok, "flow rate"))
}

// nearest returns a*b/d rounded half up.
func nearest(a, b, d uint64) (uint64, bool) {
	q, r, ok := mulDiv(a, b, d)
	if r >= d-r {
		q++
		ok = ok && q != 0
	}
	return q, ok
}

// Indicated returns what a perfect meter of measure m has fully counted after
// this volume: the count of 10^-decimals units, truncated toward zero. It
// panics when the count does not fit int64 or decimals is above MaxDecimals.
func (v Volume) Indicated(decimals uint8, m Measure) Indicated {
	checkDecimals(decimals)
	magnitude, negative := split(int64(v))
	q, _, ok := mulDiv(magnitude, 1_000*pow10[decimals], uint64(m.Nanolitres()))
	return Indicated{Count: mustJoin(q, negative, ok, "indicated volume"), Decimals: decimals, Unit: m}
}
