package site

import (
	"strings"
	"testing"
)

func TestRulesForCardsThatCannotBeAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"no such card":        {"card: fleet-diesel", "card: fleet-deisel", "did you mean 'fleet-diesel'?"},
		"no such bin":         {"bin: own-fleet", "bin: own-flet", "did you mean 'own-fleet'?"},
		"no such scheme":      {"scheme: amex", "scheme: amx", "there is no card scheme 'amx'"},
		"no such product":     {"product: debit", "product: debt", "there is no kind of card 'debt'"},
		"a bin of letters":    {`["999012"]`, `["99a"]`, "is no BIN"},
		"a bin of nothing":    {`["999012"]`, "[]", "stands for no card"},
		"after the last":      {"card: fleet-diesel, level: cash", "level: cash", "never met"},
		"foreign discount":    {"discount: 0.020 EUR/L", "discount: 0.020 USD/L", "a discount is over zero"},
		"all of the price":    {"discount: 0.020 EUR/L", "discount: 1.780 EUR/L", "costs nothing"}, // with gold's
		"no such grade":       {"grades: [super-95]", "grades: [super-59]", "did you mean 'super-95'?"},
		"foreign limit":       {"most-amount: 60.00 EUR", "most-amount: 60.00 USD", "in the site's currency"},
		"volume of nothing":   {"most-volume: 60.00 L", "most-volume: 0.00 L", "over zero"},
		"no such prompt":      {"prompts: [odometer, vehicle]", "prompts: [odometre]", "none of: odometer"},
		"asked twice":         {"prompts: [odometer, vehicle]", "prompts: [vehicle, vehicle]", "asked for twice"},
		"foreign region":      {"  offline:", "  region: us\n  offline:", "in USD"},
		"foreign cut-off":     {"chip: 100.00 EUR", "chip: 100.00 USD", "in the site's currency"},
		"unbounded offline":   {"most-sales: 3, ", "", "a bound on the number"},
		"unknown offline bin": {"bins: [own-fleet, usual]", "bins: [own-fleet, usal]", "did you mean 'usual'?"},
		"no such way":         {"do: warn", "do: wran", "none of: warn, refuse"},
		"no such tier":        {"member-one: gold", "member-one: platinum", "there is no tier 'platinum'"},
		"no such membership":  {"member-one: gold", "member-won: gold", "there is no test membership"},
		"tier twice":          {"tier: silver", "tier: gold", "is there twice"},
		"points":              {"points: 2 }", "points: 2000 }", "0 to 1000"},
		"misspelt key":        {"floor-limit: 40.00 EUR", "flour-limit: 40.00 EUR", "flour-limit"},
	} {
		_, err := changed(t, "kiosk-cards", c.old, c.new)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
