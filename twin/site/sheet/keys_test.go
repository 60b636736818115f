package sheet

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

// TestEveryKeyOfATankHasAColumn: what a plan can say of a tank, of a grade and of a bus, a table can.
func TestEveryKeyOfATankHasAColumn(t *testing.T) {
	for of, c := range map[reflect.Type]keys{
		reflect.TypeFor[site.Tank](): tankKeys, reflect.TypeFor[site.Grade](): gradeKeys, reflect.TypeFor[site.Bus](): busKeys,
		reflect.TypeFor[site.Reader](): readerKeys, reflect.TypeFor[site.Blend](): blendKeys, reflect.TypeFor[site.Decimals](): decimalsKeys,
	} {
		lacks(t, of.String(), strict.SchemaOf(of, strict.Describe{}), c)
	}
	var known []string
	for _, c := range Columns {
		known = append(known, c.Name)
	}
	for _, k := range []keys{
		tankKeys, gradeKeys, busKeys, readerKeys, blendKeys, decimalsKeys, posKeys, pointKeys, hoseKeys, nozzleKeys,
	} {
		for _, c := range k.columns() {
			if !slices.Contains(known, c) {
				t.Errorf("no column '%s'", c)
			}
		}
	}
}

func lacks(t *testing.T, of string, s strict.Schema, k keys) {
	t.Helper()
	for key, inner := range s["properties"].(strict.Schema) {
		i := slices.IndexFunc(k, func(x struct {
			key, column string
			in          keys
		}) bool {
			return x.key == key
		})
		switch {
		case i < 0:
			t.Errorf("%s: no column for '%s'", of, key)
		case k[i].in != nil:
			lacks(t, of+"."+key, inner.(strict.Schema), k[i].in)
		}
	}
}

// built is a table with a column for all that these rows say.
func built() string {
	say := func(lists ...string) map[string]string {
		r := map[string]string{"site": "east", "bus": "1", "dispenser": "1"}
		for _, pair := range strings.Split(strings.Join(lists, "|"), "|") {
			key, value, _ := strings.Cut(pair, ": ")
			r[key] = value
		}
		return r
	}
	lying := "capacity: 30000 L|opening: 18000 L|diameter: 2500 mm|heads: 2:1|tilt: 20 mm|probe-at: 1 m|temperature: 20 C|ground: 10 C"
	rows := []map[string]string{
		say("currency: EUR|cash-rounding: 0.05 EUR|rounding: down|pre-authorise: 90.00 EUR|max-unpaid: 3|volume-decimals: 2|amount-decimals: 2",
			"price-decimals: 3|dialect: dart|poll-cycle: 100 ms|status-after: 5 s|lenient: true|model: standard|point: 1|address: 0x50|reader: 1",
			"reader-model: standard|nozzle: 1|grade: diesel|price: 1.799 EUR/L|credit-price: 1.829 EUR/L",
			"payment-product: 020|meter-error: 300|tank: 1", lying,
			"probe: real|pump-inlet: 80 mm|siphon-inlet: 60 mm",
			"water: 10 mm|strapping: 20|programmed-capacity: 31000 L|programmed-diameter: 2400 mm|low-product: 2000 L|leak: 20 L",
			"csld: true|manifolded-with: 2"),
		say("point: 1|nozzle: 2|grade: mid|price: 1.859 EUR/L|tank: 1|blend-tank: 3|blend-percent: 40|blend-meter-error: -200"),
		say("point: 2|address: 0x51|nozzle: 1|grade: diesel|tank: 2|manifolded-with: 1", lying),
		say("point: 2|nozzle: 2|grade: super-95|price: 1.859 EUR/L|tank: 3|capacity: 30000 L|opening: 9000 L"),
	}
	var names []string
	for _, c := range Columns {
		if slices.ContainsFunc(rows, func(r map[string]string) bool { return r[c.Name] != "" }) {
			names = append(names, c.Name)
		}
	}
	lines := []string{strings.Join(names, ",")}
	for _, r := range rows {
		var cells []string
		for _, n := range names {
			cells = append(cells, r[n])
		}
		lines = append(lines, strings.Join(cells, ","))
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestATableSaysAllOfATank(t *testing.T) {
	sites, err := Read("east.csv", []byte(built()))
	if err != nil {
		t.Fatal(err)
	}
	p := sites[0].Plan
	x := p.Tanks[0]
	switch {
	case x.Diameter != 2_500_000 || x.Tilt != 20_000 || *x.ProbeAt != 1_000_000 || x.Probe != "real" || x.Water != 10_000 || *x.PumpInlet != 80_000 ||
		*x.SiphonInlet != 60_000:
		t.Errorf("built as %+v", x)
	case *x.Temperature != 20_000 || *x.Ground != 10_000 || x.Strapping != 20 || !x.CSLD || x.ManifoldedWith != 2 || p.Tanks[1].ManifoldedWith != 1:
		t.Errorf("filled as %+v", x)
	case x.Programmed.Capacity != 31_000*unit.Litre || x.Programmed.Diameter != 2_400_000 ||
		x.Limits.LowProduct != 2000*unit.Litre || x.Limits.Leak != 20*unit.Litre:
		t.Errorf("known as %+v, %+v", x.Programmed, x.Limits)
	}
	b, ok := p.Hydraulics.Blend(1, 2)
	if !ok || b.Tank != 3 || b.Percent != 40 || b.MeterError != -200 || p.Points()[0].Hoses[0].MeterError != 300 {
		t.Errorf("%+v", p.Hydraulics.Blends)
	}
	if p.Grades[0].CreditPrice.E4 != 18_290 || p.Grades[0].PaymentProduct != "020" ||
		!p.Buses[0].Lenient || p.Country.CashRounding.Minor != 5 || p.POS.PreAuthorise.Minor != 9000 ||
		p.POS.MaxUnpaid != 3 || p.Dispensers[0].Profile != "standard" || p.CardReaders[0].Profile != "standard" || p.Decimals.Price != 3 {
		t.Errorf("%+v", p)
	}
}

// TestWhatIsWrongWithATankIsToldAtItsCell: however deep in the plan the value stands.
func TestWhatIsWrongWithATankIsToldAtItsCell(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"heads":   {",2:1,", ",2:3,", "2:3"},
		"a limit": {",20 L,", ",20 LL,", "20 LL"},
		"probe":   {",real,", ",unreal,", "unreal"},
		"siphon":  {",true,2\n", ",true,9\n", "tank 9"},
		"blend":   {",3,40,-200,", ",3,140,-200,", "1 to 99 percent"},
		"told":    {",31000 L,", ",31000 LL,", "31000 LL"},
	} {
		src := strings.Replace(built(), c.old, c.new, 1)
		if src == built() {
			t.Fatalf("%s: the mistake was not made", name)
		}
		if _, err := Read("east.csv", []byte(src)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
