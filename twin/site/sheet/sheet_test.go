package sheet

import (
	"errors"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/strict"
)

const good = `site,name,currency,country,tax,bus,dialect,dispenser,point,address,reader,hose,nozzle,grade,price,tank,capacity,opening,satellite,flow
north,North Road,EUR,DE,19 %,1,dart,1,1,0x50,1,1,1,diesel,1.799 EUR/L,1,30000 L,18000 L,true,130 L/min
north,,,,,1,,1,1,0x50,,2,2,super-95,1.859 EUR/L,2,30000 L,18000 L,,
north,,,,19 %,1,,1,1,,,2,3,super-98,1.959 EUR/L,3,30000 L,18000 L,,
north,,,,,1,,1,2,0x51,2,,1,diesel,,1,,,,
south,South,EUR,,,1,dart,1,1,0x50,,,1,diesel,1.799 EUR/L,1,30000 L,18000 L,,
`

func TestSitesOfATable(t *testing.T) {
	for name, src := range map[string]string{
		"commas": good, "semicolons": strings.ReplaceAll(good, ",", ";"), "a mark and carriage returns": "\ufeff" + strings.ReplaceAll(good, "\n", "\r\n"),
		"a comment": "# ours\n" + good,
	} {
		sites, err := Read("sites.csv", []byte(src))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(sites) != 2 || sites[0].Name != "north" || sites[1].Name != "south" {
			t.Fatalf("%s: %+v", name, sites)
		}
		p := sites[0].Plan
		hoses := p.Points()[0].Hoses
		if len(p.Points()) != 2 || len(p.Tanks) != 3 || len(p.CardReaders) != 2 || p.Name != "North Road" || len(hoses) != 3 {
			t.Errorf("%s: %+v", name, p)
		}
		if !hoses[0].Satellite || hoses[0].Flow == 0 || hoses[2].Hose != 2 || !hoses.Shared(2) || hoses[2].Tank != 3 {
			t.Errorf("%s: %+v", name, hoses)
		}
		if tax, ok := p.TaxOf("super-98"); !ok || tax.Rate != 1900 {
			t.Errorf("%s: tax %+v, %t", name, tax, ok)
		}
		if _, ok := p.TaxOf("super-95"); ok {
			t.Errorf("%s: super-95 has a tax", name)
		}
	}
}

func TestEachMistakeIsToldAtItsRowAndColumn(t *testing.T) {
	for name, c := range map[string]struct {
		old, new string
		want     []string
	}{
		"unknown column":      {"site,name", "site,nmae", []string{"sites.csv:1:6: error: there is no column 'nmae'", "did you mean 'name'?"}},
		"column twice":        {"site,name", "site,site", []string{"1:6", "is there twice"}},
		"column missing":      {",dispenser", "", []string{"1:1", "the column 'dispenser' is missing"}},
		"short row":           {"18000 L,true,130 L/min", "18000 L", []string{"sites.csv:2:", "this row has 18 values"}},
		"no site":             {"north,,,,19 %", ",,,,19 %", []string{"sites.csv:4:1", "names no site"}},
		"a quote":             {"North Road", `North "Road`, []string{"sites.csv:2:13", "no CSV"}},
		"unreadable price":    {"1.859 EUR/L", "1.859 EURO/L", []string{"sites.csv:3:37", "currency"}},
		"two capacities":      {"diesel,,1,,", "diesel,,1,20000 L,", []string{"sites.csv:5:38", "the capacity of tank 1 is '30000 L' in row 2"}},
		"two points, one bus": {"0x51", "0x50", []string{"sites.csv:5:18", "has this address on bus 1 already"}},
		"tank overflows":      {"30000 L,18000 L,true", "30000 L,38000 L,true", []string{"sites.csv:2:81", "the tank opens with"}},
		"price of zero":       {"1.959 EUR/L", "0 EUR/L", []string{"sites.csv:4:37", "over zero"}},
		"no price":            {"1.959 EUR/L", "", []string{"sites.csv:4:28", "'price' is missing"}},
		"not a number":        {"1,1,0x50,1,1,1,diesel", "1,1,0x50,1,1,one,diesel", []string{"sites.csv:2:50"}},
	} {
		src := strings.Replace(good, c.old, c.new, 1)
		if src == good {
			t.Fatalf("%s: the mistake was not made", name)
		}
		_, err := Read("sites.csv", []byte(src))
		var all strict.Errors
		if !errors.As(err, &all) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: no '%s' in\n%v", name, want, err)
			}
		}
	}
}

func TestAllMistakesAreTold(t *testing.T) {
	src := strings.NewReplacer("0x51", "0x50", "38000 L", "18000 L", "1.959 EUR/L", "0 EUR/L", "18000 L,true", "38000 L,true").Replace(good)
	_, err := Read("sites.csv", []byte(src))
	var all strict.Errors
	if !errors.As(err, &all) || len(all) != 3 || all[0].Line != 2 || all[1].Line != 4 || all[2].Line != 5 {
		t.Errorf("%v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("site;name\n"))
	f.Add([]byte("site,\"a\nb\"\n,,"))
	f.Fuzz(func(t *testing.T, src []byte) {
		sites, err := Read("f.csv", src)
		var all strict.Errors
		if err != nil && (!errors.As(err, &all) || len(all) == 0) {
			t.Fatalf("%T %v", err, err)
		}
		for _, e := range all {
			if e.File == "" || e.Message == "" || e.Line < 1 && len(src) > 0 && len(src) <= mostBytes {
				t.Fatalf("no place: %+v", e)
			}
			_ = e.Format()
		}
		for _, s := range sites {
			if s.Plan == nil || len(s.YAML) == 0 {
				t.Fatal("a site without a plan")
			}
		}
	})
}
