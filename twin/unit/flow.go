package unit

// flowScale is a unit of flow: size nanolitres in per seconds.
type flowScale struct {
	name string
	size uint64
	per  uint64
}

var flowScales = []flowScale{
	{"L/min", 1_000_000_000, 60},
	{"L/s", 1_000_000_000, 1},
	{"ml/s", 1_000_000, 1},
	{"ul/s", 1_000, 1},
	{"US gal/min", 3_785_411_784, 60},
	{"imp gal/min", 4_546_090_000, 60},
}

// flowDecimals is how many decimals of L/min tell all flow rates apart: one
// microlitre per second is 0.00006 L/min.
const flowDecimals = 5

// String returns the flow in litres per minute with as few decimals as read
// back to the same flow: "38 L/min", "0.00006 L/min".
func (f FlowRate) String() string {
	magnitude, negative := split(int64(f))
	for d := uint8(0); d <= flowDecimals; d++ {
		n, ok := nearest(magnitude, 60*pow10[d], 1_000_000)
		if !ok {
			break
		}
		if back, ok := nearest(n, 50_000, 3*pow10[d]); ok && back == magnitude {
			return decimal(n, negative, d, 0) + " L/min"
		}
	}
	return decimal(magnitude, negative, 0, 0) + " ul/s" // beyond any L/min that fits
}

// ParseFlowRate reads "38 L/min", also L/s, ml/s, ul/s, US gal/min and imp
// gal/min, and keeps the nearest microlitre per second.
func ParseFlowRate(text string) (FlowRate, error) {
	return parse("flow rate", text, readFlowRate)
}

func readFlowRate(text string) (FlowRate, *slip) {
	n, name, s := leadingNumber(text)
	if s != nil {
		return 0, s
	}
	names := make([]string, len(flowScales))
	for i, sc := range flowScales {
		names[i] = sc.name
		if sc.name != name {
			continue
		}
		if n.decimals > MaxDecimals {
			return 0, &slip{problem: "finer than a flow rate is kept"}
		}
		q, ok := nearest(n.digits, sc.size, 1_000*sc.per*pow10[n.decimals])
		v, fits := join(q, n.negative)
		if !ok || !fits {
			return 0, tooLarge()
		}
		return FlowRate(v), nil
	}
	return 0, unknownUnit(n, name, names)
}

// MarshalText returns String.
func (f FlowRate) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText is ParseFlowRate.
func (f *FlowRate) UnmarshalText(text []byte) error { return unmarshal(f, text, ParseFlowRate) }
