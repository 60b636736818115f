package profile

import (
	"time"

	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

// Dispenser is a model of dispensers: the electronics of a fuelling point, and the parts of its hydraulics that are built
// into the housing.
type Dispenser struct {
	TurnAround     Delay  // from the end of a poll to the answer; none: the dialect's own, 2 to 5 ms
	MotorDelay     Delay  // from the lifted nozzle to the open slow valve: display test, pump, leak detector
	DisplayEvery   Delay  // how often the display moves
	Settle         Delay  // how long pulses are counted after the valves were shut
	AfterFlow      Span   // what flows while the slow valve closes, as time at the flow before
	StartLimit     Volume // shown as zero until then; the fast valve opens
	SlowFlow       Volume // delivered slowly before a limit
	ReleaseExpires Span   // a release with no lift, or a lift with no flow
	NoFlow         Span   // in mid-sale
	Silence        Silence
	Money          Money
	Decimals       Decimals // none: the site's
	Blend          Blend
	Hydraulics     Hydraulics
}

// Blend is when a dispenser that blends stops because its two meters show another blend; none: its own 5 percent over 2 L.
type Blend struct {
	Off  Count  // percentage points
	Over Volume // measured again and again
}

// Silence is what a dispenser does when nobody polls it, and after how long.
type Silence struct {
	Manner Choice // of Manners
	After  Span
}

// Manners are the ways to bear silence.
var Manners = []string{"finish-then-lock", "stop-at-once", "stand-alone", "go-on"}

// Money is how an amount is made of a volume.
type Money struct {
	Rounding Choice // as unit.ParseRounding reads it
	From     Choice // "display": the volume as shown; "meter": one two digits finer
	// Overrun of a money preset by less than a display interval: "snapped" to the preset, or "shown".
	Overrun Choice
}

// Decimals are how many a device counts with, where they are not its site's.
type Decimals struct{ Volume, Amount, Price Count }

// Hydraulics are none where the model's own hold.
type Hydraulics struct {
	Flow       FlowRate // with both valves open
	Slow       FlowRate // with the slow valve only
	Ramp       Span     // of the flow
	ValveClose Span
}

const (
	legalPatience = 120 * time.Second // no flow: COMPAC (B); a release that is not used: HB44 S.1.6.10 (C)
	mostDecimals  = 4
	leastBlendOff = 1
	mostBlendOff  = 50
)

func (d *Dispenser) check(c *checker) {
	c.oneOf(d.Silence.Manner, "silence.manner", Manners)
	_, err := unit.ParseRounding(d.Money.Rounding.Is)
	c.wrong(err != nil, "money.rounding.is", "there is no rounding '"+d.Money.Rounding.Is+"'", "it is half-up, half-even, down or up")
	c.oneOf(d.Money.From, "money.from", []string{"display", "meter"})
	c.oneOf(d.Money.Overrun, "money.overrun", []string{"snapped", "shown"})
	for _, x := range []struct {
		key string
		Delay
	}{{"turn-around", d.TurnAround}, {"display-every", d.DisplayEvery}, {"settle", d.Settle}} {
		least, _ := x.Of.Bounds()
		c.wrong(x.Source != "" && time.Duration(least) < time.Millisecond, x.key, "no device does this in less than 1 ms", "")
	}
	c.wrong(d.DisplayEvery.Of.Each, "display-every.each", "a display keeps its pace from one power-up to the next", "leave 'each' out")
	c.wrong(d.ReleaseExpires.Is > legalPatience, "release-expires", "a release that is not used is withdrawn within 120 s", "")
	c.wrong(d.NoFlow.Is > legalPatience, "no-flow", "a sale without flow ends within 120 s", "")
	c.wrong(d.StartLimit.Is < 0 || d.SlowFlow.Is < 0, "start-limit", "a volume is not below 0", "")
	c.wrong(d.Blend.Off.Source != "" && (d.Blend.Off.Is < leastBlendOff || d.Blend.Off.Is > mostBlendOff), "blend.off",
		"a blend may be off by 1 to 50 percentage points", "")
	c.wrong(d.Blend.Over.Source != "" && d.Blend.Over.Is < unit.Litre, "blend.over", "less than 1 L does not tell a blend", "")
	x := d.Decimals
	c.wrong(x.given() && (x.Volume.Source == "" || x.Amount.Source == "" || x.Price.Source == ""), "decimals",
		"volume, amount and price have their decimals together, or none has", "")
	c.wrong(max(x.Volume.Is, x.Amount.Is, x.Price.Is) > mostDecimals || min(x.Volume.Is, x.Amount.Is, x.Price.Is) < 0, "decimals",
		"a device counts with 0 to 4 decimals", "")
}

// given says that the device has decimals of its own.
func (d Decimals) given() bool {
	return d.Volume.Source != "" || d.Amount.Source != "" || d.Price.Source != ""
}

// Own returns the decimals that the device counts with; false: the site's.
func (d Decimals) Own() (volume, amount, price uint8, own bool) {
	return uint8(d.Volume.Is), uint8(d.Amount.Is), uint8(d.Price.Is), d.given()
}

func (m *Dispenser) read(n *strict.Node, h *Head) error {
	v := struct {
		Head
		Dispenser
	}{Dispenser: *m}
	err := n.Decode(&v)
	*h, *m = v.Head, v.Dispenser
	return err
}
