package sheet

// Column is a column of the table.
type Column struct {
	Name, Doc string
	Required  bool
	Example   string
}

// Columns lists the columns in the order in which they are written. A table may have them in any order.
var Columns = []Column{
	{"site", "short name of the site", true, "north"},
	{"name", "for people", false, "North Road"},
	{"currency", "as in EUR", true, "EUR"},
	{"unit", "L, US gal or imp gal", false, "L"},
	{"volume-decimals", "that the site's devices show; volume, amount and price have theirs together", false, ""},
	{"amount-decimals", "the same", false, ""},
	{"price-decimals", "the same", false, ""},
	{"country", "for people, as in DE", false, "DE"},
	{"rounding", "of price x volume: half-up, half-even, down or up", false, ""},
	{"cash-rounding", "the smallest coin, as in 0.05 EUR", false, ""},
	{"tax", "in the price of the grade, as in 19 %", false, "19 %"},
	{"mode", "how customers are served: postpay, postpay-automatic, prepay, outdoor, attendant, or several, as in prepay+outdoor", false, "postpay+prepay+outdoor"},
	{"pre-authorise", "what a card is asked for outdoors", false, ""},
	{"lift-within", "how long a release waits for the nozzle", false, ""},
	{"max-unpaid", "sales that a point holds", false, ""},
	{"bus", "number of the serial line", true, "1"},
	{"dialect", "of the bus", true, "dart"},
	{"poll-cycle", "of the bus", false, "50 ms"},
	{"status-after", "how long a point of the bus may be silent", false, ""},
	{"lenient", "true: the bus takes what field controllers get wrong", false, ""},
	{"echo", "true: each end of the bus hears itself", false, ""},
	{"tcp", "port of the bus on a live station", false, ""},
	{"node", "of the dispenser on IFSF", false, ""},
	{"dispenser", "number", true, "1"},
	{"model", "of the dispenser: a profile of `list profiles`", false, ""},
	{"silence", "what the dispenser does when nobody polls it", false, ""},
	{"point", "number of the fuelling point", true, "1"},
	{"address", "of the point on its bus", true, "0x50"},
	{"reader", "number of the point's card reader", false, "1"},
	{"reader-model", "of the card reader", false, ""},
	{"reader-language", "that it speaks first: en, de, fr, es or nl", false, ""},
	{"hose", "number on the side; nozzles of one hose share it", false, "1"},
	{"nozzle", "logical nozzle, as on the wire", true, "1"},
	{"grade", "product", true, "diesel"},
	{"price", "of the grade", true, "1.799 EUR/L"},
	{"credit-price", "of the grade, on credit", false, ""},
	{"product", "number of the grade on IFSF", false, ""},
	{"payment-product", "code of the grade in card payments, three digits", false, ""},
	{"flow", "at full trigger", false, "38 L/min"},
	{"satellite", "true: the hose has a second nozzle", false, ""},
	{"pulses-per-unit", "of the meter", false, "100"},
	{"meter-error", "parts per million", false, ""},
	{"blend-tank", "the second tank of a nozzle that blends", false, ""},
	{"blend-percent", "of its fuel in the blend", false, ""},
	{"blend-meter-error", "of its meter", false, ""},
	{"tank", "number", true, "1"},
	{"capacity", "of the tank", true, "30000 L"},
	{"opening", "what is in the tank at the start", true, "18000 L"},
	{"diameter", "of the tank, inside", false, ""},
	{"length", "of its shell", false, ""},
	{"heads", "flat, 2:1 or hemispherical", false, ""},
	{"tilt", "how much higher one end lies", false, ""},
	{"probe-at", "along the shell from its low end", false, ""},
	{"probe", "ideal or real", false, ""},
	{"pump-inlet", "how high above the bottom the pumps draw", false, ""},
	{"siphon-inlet", "the same of the siphon", false, ""},
	{"water", "at the bottom at the start", false, ""},
	{"temperature", "of the product at the start", false, ""},
	{"ground", "temperature around the tank", false, ""},
	{"density", "of the product at 15 C", false, ""},
	{"expansion", "parts per million a kelvin, where the tables do not hold", false, ""},
	{"strapping", "points that the console knows: 1, 4 or 20", false, ""},
	{"programmed-capacity", "what the console was told by mistake", false, ""},
	{"programmed-diameter", "the same", false, ""},
	{"low-product", "alarm limit of the tank", false, ""},
	{"delivery-needed", "the same", false, ""},
	{"overfill", "the same", false, ""},
	{"high-product", "the same", false, ""},
	{"maximum", "the same", false, ""},
	{"water-warning", "the same", false, ""},
	{"high-water", "the same", false, ""},
	{"sudden-loss", "the same", false, ""},
	{"leak", "the same", false, ""},
	{"csld", "true: the console looks for leaks in quiet times", false, ""},
	{"manifolded-with", "tank of the same grade at the other end of a siphon", false, ""},
}

// keys are what of a row is one map in the plan: the key, and the column that it comes from. In stands for a map of its own.
type keys []struct {
	key, column string
	in          keys
}

// own lists columns that are called as their keys.
func own(columns ...string) (k keys) {
	for _, c := range columns {
		k = append(k, struct {
			key, column string
			in          keys
		}{c, c, nil})
	}
	return k
}

// as adds a column that is called otherwise.
func (k keys) as(key, column string) keys {
	return append(k[:len(k):len(k)], struct {
		key, column string
		in          keys
	}{key, column, nil})
}

// with adds a map of its own.
func (k keys) with(key string, in keys) keys {
	return append(k[:len(k):len(k)], struct {
		key, column string
		in          keys
	}{key, "", in})
}

// columns lists the columns that they come from.
func (k keys) columns() (all []string) {
	for _, x := range k {
		if x.in != nil {
			all = append(all, x.in.columns()...)
			continue
		}
		all = append(all, x.column)
	}
	return all
}

// digits is the key whose text looks like a number and is none: its leading zeros count.
const digits = "payment-product"

// The things of a plan.
var (
	gradeKeys = own("grade", "price", "credit-price", "product", digits)
	tankKeys  = own("tank", "grade", "capacity", "opening", "diameter", "length", "heads", "tilt", "probe-at", "probe", "pump-inlet", "siphon-inlet",
		"water", "temperature", "ground", "density", "expansion", "strapping", "csld", "manifolded-with").
		with("programmed", keys(nil).as("capacity", "programmed-capacity").as("diameter", "programmed-diameter")).
		with("limits", own("low-product", "delivery-needed", "overfill", "high-product", "maximum", "water-warning", "high-water", "sudden-loss", "leak"))
	busKeys      = own("bus", "dialect", "poll-cycle", "status-after", "lenient", "echo", "tcp", "node")
	decimalsKeys = keys(nil).as("volume", "volume-decimals").as("amount", "amount-decimals").as("price", "price-decimals")
	posKeys      = own("mode", "pre-authorise", "lift-within", "max-unpaid")
	pointKeys    = keys(nil).as("fuelling-point", "point").as("bus", "bus").as("address", "address")
	readerKeys   = keys(nil).as("card-reader", "reader").as("fuelling-point", "point").as("profile", "reader-model").as("language", "reader-language")
	hoseKeys     = own("hose", "flow", "pulses-per-unit", "meter-error", "satellite")
	nozzleKeys   = own("nozzle", "grade", "tank")
	blendKeys    = keys(nil).as("fuelling-point", "point").as("nozzle", "nozzle").as("tank", "blend-tank").as("percent", "blend-percent").
			as("meter-error", "blend-meter-error")
)
