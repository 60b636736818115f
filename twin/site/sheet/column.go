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
	{"country", "for people, as in DE", false, "DE"},
	{"tax", "in the price of the grade, as in 19 %", false, "19 %"},
	{"mode", "how customers are served: postpay, postpay-automatic, prepay, outdoor, attendant, or several, as in prepay+outdoor", false, "postpay+prepay+outdoor"},
	{"bus", "number of the serial line", true, "1"},
	{"dialect", "of the bus", true, "dart"},
	{"poll-cycle", "of the bus", false, "50 ms"},
	{"dispenser", "number", true, "1"},
	{"point", "number of the fuelling point", true, "1"},
	{"address", "of the point on its bus", true, "0x50"},
	{"reader", "number of the point's card reader", false, "1"},
	{"hose", "number on the side; nozzles of one hose share it", false, "1"},
	{"nozzle", "logical nozzle, as on the wire", true, "1"},
	{"grade", "product", true, "diesel"},
	{"price", "of the grade", true, "1.799 EUR/L"},
	{"flow", "at full trigger", false, "38 L/min"},
	{"satellite", "true: the hose has a second nozzle", false, ""},
	{"pulses-per-unit", "of the meter", false, "100"},
	{"tank", "number", true, "1"},
	{"capacity", "of the tank", true, "30000 L"},
	{"opening", "what is in the tank at the start", true, "18000 L"},
}
