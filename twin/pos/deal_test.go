package pos

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// TestAReleaseIsWithinBothItsBounds draws money, litres and prices: whatever grade is taken, the one limit of the release
// keeps the fill within both.
func TestAReleaseIsWithinBothItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		price := func(name string) unit.Price {
			return unit.Price{E4: int64(rapid.IntRange(1000, 30_000).Draw(t, name)), Currency: "EUR"}
		}
		cfg := Config{
			Points: []forecourt.Point{1}, Hoses: map[forecourt.Point][]Hose{1: {{1, "diesel"}, {2, "super"}, {3, "gas"}}},
			Prices: Prices{"diesel": {price("a"), price("b")}, "super": {price("c"), price("d")}, "gas": {price("e"), price("f")}},
		}
		l := loop.New(loop.Options{Seed: 1})
		defer l.Close()
		p := New(l, cfg)
		c := &cover{Point: 1, Granted: eur(int64(rapid.IntRange(500, 20_000).Draw(t, "granted")))}
		c.Bounds.Volume = unit.Indicated{Count: int64(rapid.IntRange(100, 10_000).Draw(t, "volume")), Decimals: 2}
		if rapid.Bool().Draw(t, "credit") {
			c.Terms.Level = forecourt.Credit
		}
		if rapid.Bool().Draw(t, "restricted") {
			c.Bounds.Grades = []forecourt.Grade{"diesel", "gas"}
		}
		r := p.releaseOf(c)
		if (r.LimitAmount.Minor > 0) == (r.LimitVolume.Count > 0) {
			t.Fatalf("limits %s and %s", r.LimitAmount, r.LimitVolume)
		}
		for _, h := range cfg.Hoses[1] {
			if !c.Bounds.allows(h.Grade) {
				continue
			}
			at := cfg.Prices[h.Grade][c.Terms.Level]
			volume := r.LimitVolume
			if r.LimitAmount.Minor > 0 {
				volume = at.VolumeFor(r.LimitAmount, 2)
			}
			if volume.Cmp(c.Bounds.Volume) > 0 || at.Amount(volume, unit.Down).Cmp(c.Granted) > 0 {
				t.Errorf("%s of %s at %s, granted %s, at most %s", volume, h.Grade, at, c.Granted, c.Bounds.Volume)
			}
		}
		if restricted := len(c.Bounds.Grades) > 0; restricted != (len(r.Nozzles) == 2) {
			t.Errorf("nozzles %v", r.Nozzles)
		}
	})
}

func TestTheIssuerNarrowsWhatARuleAllows(t *testing.T) {
	l := loop.New(loop.Options{Seed: 1})
	defer l.Close()
	p := New(l, Config{
		Points: []forecourt.Point{1}, Hoses: map[forecourt.Point][]Hose{1: {{1, "diesel"}, {2, "super"}}},
		Products: map[forecourt.Grade]string{"diesel": "020", "super": "001"},
	})
	for name, x := range map[string]struct {
		rule     []forecourt.Grade
		products []string
		nozzles  int // 0: all
		refused  bool
	}{
		"nothing said":         {nil, nil, 0, false},
		"the rule alone":       {[]forecourt.Grade{"super"}, nil, 1, false},
		"the issuer alone":     {nil, []string{"020"}, 1, false},
		"both agree":           {[]forecourt.Grade{"super"}, []string{"001", "020"}, 1, false},
		"nothing is left":      {[]forecourt.Grade{"super"}, []string{"020"}, 0, true},
		"a code nobody has":    {nil, []string{"911"}, 0, true},
		"a grade nobody sells": {[]forecourt.Grade{"gas"}, nil, 0, true},
	} {
		c := &cover{Kind: Outdoor, Point: 1, Bounds: bounds{Grades: x.rule}}
		why := p.buysNothing(c)
		if why == "" {
			why = p.narrow(c, x.products)
		}
		if (why != "") != x.refused || !x.refused && len(p.nozzles(c)) != x.nozzles {
			t.Errorf("%s: %q, nozzles %v", name, why, p.nozzles(c))
		}
	}
}

func TestAFleetCardIsAskedAndItsAnswersTravel(t *testing.T) {
	r := newRig(t, Config{Cards: payment.Acceptance{
		Rules: []payment.Rule{{Match: payment.Match{Product: payment.FleetCard}, Prompts: []payment.FleetPrompt{payment.Odometer, payment.Driver}}},
	}})
	answer := func(q payment.FleetPrompt, text string) func(*rig) {
		return func(r *rig) {
			r.sense(Role, forecourt.Received{Port: ToReader(1), Noun: payment.Input{Reader: 1, Prompt: q, Text: text}})
		}
	}
	r.play(at(sec, card("fleet-any")), at(5*sec, answer(payment.Odometer, "x")), at(9*sec, answer(payment.Odometer, "123")),
		at(12*sec, answer(payment.Driver, "7")), at(30*sec, state(1, forecourt.Fuelling)), at(60*sec, finished("1", 1, 4211)))
	r.balance()
	if got := r.oms.sales["1"]; !strings.Contains(got, `"odometer":"123"`) || !strings.Contains(got, `"driver":"7"`) {
		t.Errorf("posted %s", got)
	}
	if r.count("captured") != 1 || !strings.Contains(r.journal.String(), "driver 7") {
		t.Errorf("told %s", r.names())
	}
}
