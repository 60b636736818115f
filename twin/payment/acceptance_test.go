package payment

import (
	"testing"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

func read(t *testing.T, card string, entry EntryMode) Read {
	t.Helper()
	c, ok := LookupCard(card)
	if !ok {
		t.Fatalf("no card %s", card)
	}
	return c.Read(entry)
}

func TestTheFirstRuleForACardHolds(t *testing.T) {
	a := Acceptance{
		BINs: map[string][]string{"fleet": {"999012"}},
		Rules: []Rule{
			{Match: Match{Card: "visa-debit"}, MostVolume: unit.Indicated{Count: 1}},
			{Match: Match{Scheme: Visa, Product: Debit}, MostVolume: unit.Indicated{Count: 2}},
			{Match: Match{BIN: "fleet"}, MostVolume: unit.Indicated{Count: 3}},
			{Match: Match{Scheme: Visa}, MostVolume: unit.Indicated{Count: 4}},
		},
		Offline: Offline{BINs: []string{"fleet"}},
	}
	for card, want := range map[string]int64{"visa-debit": 1, "fleet-any": 3, "visa-credit": 4, "amex-credit": 0} {
		if got := a.RuleOf(read(t, card, ContactChip)).MostVolume.Count; got != want {
			t.Errorf("%s: rule %d, not %d", card, got, want)
		}
	}
	if !a.TakesOffline(read(t, "fleet-any", Stripe)) || a.TakesOffline(read(t, "visa-credit", Stripe)) {
		t.Error("the allow list holds the wrong cards")
	}
}

func TestCutOffsOfTheFactSheet(t *testing.T) { // payments.md section 1.2
	for _, c := range []struct {
		card  string
		entry EntryMode
		minor int64
	}{
		{"visa-credit", ContactChip, 175_00}, {"visa-stripe", Stripe, 100_00}, {"visa-credit", Fallback, 100_00},
		{"mastercard-credit", ContactChip, 175_00}, {"discover-credit", ContactChip, 175_00}, {"amex-credit", ContactChip, 100_00},
		{"visa-debit", ContactChip, 50_00}, {"fleet-any", Stripe, 150_00},
	} {
		if got := (Acceptance{Region: US}).CutOffOf(read(t, c.card, c.entry)); got != (unit.Money{Minor: c.minor, Currency: "USD"}) {
			t.Errorf("%s by %s: %s", c.card, c.entry, got)
		}
	}
	if got := (Acceptance{}).CutOffOf(read(t, "visa-credit", Stripe)); !got.IsZero() {
		t.Errorf("no region, and %s", got)
	}
	own := Acceptance{Region: US, CutOffs: []CutOff{{Match: Match{Scheme: Visa}, Chip: unit.Money{Minor: 1, Currency: "USD"}}}}
	if got := own.CutOffOf(read(t, "visa-credit", ContactChip)); got.Minor != 1 {
		t.Errorf("the plan's own cut-off does not come first: %s", got)
	}
}

func TestAnswersToPrompts(t *testing.T) {
	for _, c := range []struct {
		prompt FleetPrompt
		answer string
		want   bool
	}{
		{Odometer, "123456", true}, {Odometer, "", false}, {Odometer, "12345678", false}, {Odometer, "12A", false},
		{Vehicle, "TRUCK7", true}, {Vehicle, "truck7", false}, {Driver, "4711", true}, {Driver, "47-11", false},
	} {
		if c.prompt.Accepts(c.answer) != c.want {
			t.Errorf("%s: '%s' is wrongly judged", c.prompt, c.answer)
		}
	}
	var d forecourt.FleetData
	Odometer.Enter(&d, "1")
	Vehicle.Enter(&d, "2")
	Driver.Enter(&d, "3")
	if d != (forecourt.FleetData{Odometer: "1", Vehicle: "2", Driver: "3"}) || d.IsZero() {
		t.Errorf("%+v", d)
	}
}
