package wrong

import (
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// sessions are pumps that are wrong in what they say and obey on the bus.
var sessions = []Machine{
	{
		Name: "volume-preset-ignored", Doc: "the pump does not obey a volume preset",
		Kills: []string{"PST-001"}, Cause: "did not tell 'limit-reached'",
		Hooks: spoken(electronics.Kind, ignore[forecourt.PresetVolume]),
	},
	{
		Name: "money-preset-ignored", Doc: "the pump does not obey a money preset",
		Kills: []string{"PST-002", "PST-003", "PRE-003", "ISS-003"}, Cause: "did not tell 'limit-reached'",
		Hooks: spoken(electronics.Kind, ignore[forecourt.PresetAmount]),
	},
	{
		Name: "stop-ignored", Doc: "the pump does not obey a stop",
		Kills: []string{"STP-001"}, Cause: "did not tell 'stopped'",
		Hooks: spoken(electronics.Kind, ignore[forecourt.Stop]),
	},
	{
		Name: "reset-ignored", Doc: "the pump does not clear a sale that was read",
		Kills: []string{"PNT-002"}, Cause: "did not tell 'started'",
		Hooks: spoken(electronics.Kind, ignoreAfterSale[forecourt.Reset]),
	},
	{
		Name: "release-ignored", Doc: "the pump does not obey a release",
		Kills: []string{"PAY-OUT-001", "PRE-004"}, Cause: "did not tell 'authorised'",
		Hooks: spoken(electronics.Kind, ignore[forecourt.Authorise]),
	},
	{
		Name: "price-kept", Doc: "the pump keeps the price it has",
		Kills: []string{"PRC-001", "PRC-002"}, Cause: "did not tell 'price-changed'",
		Hooks: spoken(electronics.Kind, keepPrice),
	},
	{
		Name: "price-shown-only", Doc: "the pump says that it has the new price, and sells at the old one",
		Kills: []string{"PRC-001", "PRC-002"}, Cause: "did not tell 'price-changed'",
		Hooks: spoken(electronics.Kind, showPrice),
	},
	{
		Name: "price-under-sale", Doc: "a price that is ordered in mid-sale is sent at once, and charged for the running sale",
		Kills: []string{"PRC-002"}, Cause: "controller told 'sale-finished' with amount 18.29 EUR",
		Hooks: priceUnderSale,
	},
	{
		Name: "final-twice", Doc: "the pump books and reports each finished sale twice",
		Kills: []string{"TIL-001", "PAY-OUT-001", "PRE-001"}, Cause: "the controller has sales of",
		Hooks: spoken(electronics.Kind, finalTwice),
	},
	{
		Name: "cent-too-much", Doc: "the pump reports one cent more than it shows",
		Kills: []string{"TIL-001", "PAY-OUT-001", "BUS-001"}, Cause: "controller told 'sale-finished' with amount",
		Hooks: spoken(electronics.Kind, func(t *tongue) {
			t.say = report(t, func(r forecourt.FillingReport) forecourt.FillingReport { r.Amount.Minor++; return r })
		}),
	},
	{
		Name: "count-too-much", Doc: "the pump reports a hundredth more than it shows",
		Kills: []string{"TIL-001", "PAY-OUT-001"}, Cause: "the sale is",
		Hooks: spoken(electronics.Kind, func(t *tongue) {
			t.say = report(t, func(r forecourt.FillingReport) forecourt.FillingReport { r.Volume.Count++; return r })
		}),
	},
	{
		Name: "totals-still", Doc: "the pump's totals do not move",
		Kills: []string{"TIL-001", "PAY-OUT-001"}, Cause: "totals went from",
		Hooks: spoken(electronics.Kind, stillTotals),
	},
	{
		Name: "totals-stick", Doc: "the pump's totals stay at their end instead of rolling over",
		Kills: []string{"WIR-006/dart", "WIR-006/twowire", "WIR-006/udc", "WIR-006/ifsf"}, Cause: "totals went from",
		Hooks: spoken(electronics.Kind, stickingTotals),
	},
	{
		Name: "lift-unsaid", Doc: "the pump does not say that a nozzle is out",
		Kills: []string{"TIL-001", "PAY-OUT-004"}, Cause: "did not tell 'point-changed'",
		Hooks: spoken(electronics.Kind, func(t *tongue) { alwaysOut(t, false) }),
	},
	{
		Name: "hang-unsaid", Doc: "the pump does not say that the nozzle is in again",
		Kills: []string{"TIL-001", "PAY-OUT-001"}, Cause: "told 'sale-finished' with reason no-flow",
		Hooks: spoken(electronics.Kind, func(t *tongue) { alwaysOut(t, true) }),
	},
	{
		Name: "end-unsaid", Doc: "the pump does not say that a sale has ended",
		Kills: []string{"OMS-001", "TIL-002"}, Cause: "did not tell 'sale-finished'",
		Hooks: spoken(electronics.Kind, unsaidEnd),
	},
	{
		Name: "limit-unsaid", Doc: "the pump does not say that a limit was reached",
		Kills: []string{"PST-001"}, Cause: "reason nozzle-hung",
		Hooks: spoken(electronics.Kind, unsaidLimit),
	},
	{
		Name: "sells-unreleased", Doc: "the pump sells to whoever lifts a nozzle",
		Kills: []string{"TIL-001", "PAY-OUT-008"}, Cause: "told 'started', and must not",
		Hooks: spoken(electronics.Kind, sellsUnreleased),
	},
	{
		Name: "unread-forgotten", Doc: "the pump forgets a sale that was not read when a nozzle is lifted again",
		Kills: []string{"NOZ-002/50-ms"}, Cause: "did not tell 'sale-finished'",
		Hooks: spoken(electronics.Kind, forgetUnread),
	},
	{
		Name: "totals-mute", Doc: "the pump does not answer for its totals",
		Kills: []string{"TIL-001", "RST-003"}, Cause: "did not tell 'sale-finished'",
		Hooks: spoken(electronics.Kind, ignoreAfterSale[forecourt.ReturnTotals]),
	},
	{
		Name: "pump-forgets", Doc: "the pump's totals begin again after a power cut",
		Kills: []string{"RST-030"}, Cause: "with before 0.00 L",
		Hooks: spoken(electronics.Kind, forgetTotals),
	},
}
