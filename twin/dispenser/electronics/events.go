package electronics

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Kind is the kind of role: "fuelling-point 1".
const Kind = "fuelling-point"

// The events.
type (
	NozzleLifted struct {
		Nozzle forecourt.Nozzle `event:"nozzle"`
		Grade  forecourt.Grade  `event:"grade"`
	}
	NozzleHung struct {
		Nozzle forecourt.Nozzle `event:"nozzle"`
	}
	Authorised struct {
		Nozzles string `event:"nozzles"` // "1, 2"
	}
	ReleaseExpired struct {
		Why string `event:"why"`
	}
	Started struct {
		Nozzle forecourt.Nozzle     `event:"nozzle"`
		Grade  forecourt.Grade      `event:"grade"`
		Price  unit.Price           `event:"price"`
		Level  forecourt.PriceLevel `event:"level"`
	}
	Filling struct {
		Nozzle forecourt.Nozzle `event:"nozzle"`
	}
	Counted struct {
		Volume unit.Indicated `event:"volume"`
		Amount unit.Money     `event:"amount"`
	}
	LimitReached struct {
		Volume unit.Indicated `event:"volume"`
		Amount unit.Money     `event:"amount"`
	}
	Suspended struct{}
	Resumed   struct{}
	Stopped   struct{}
	Completed struct {
		Nozzle    forecourt.Nozzle     `event:"nozzle"`
		Grade     forecourt.Grade      `event:"grade"`
		Price     unit.Price           `event:"price"`
		Level     forecourt.PriceLevel `event:"level"`
		Volume    unit.Indicated       `event:"volume"`
		Amount    unit.Money           `event:"amount"`
		Pulses    int64                `event:"pulses"`
		Reason    forecourt.EndReason  `event:"reason"`
		StartedAt clock.Instant        `event:"started-at"`
		EndedAt   clock.Instant        `event:"ended-at"`

		Compensation forecourt.Compensation `event:",inline"`
	}
	Reset        struct{}
	PriceChanged struct {
		Nozzle forecourt.Nozzle     `event:"nozzle"`
		Grade  forecourt.Grade      `event:"grade"`
		Price  unit.Price           `event:"price"`
		Level  forecourt.PriceLevel `event:"level"`
	}
	LevelSelected struct {
		Level forecourt.PriceLevel `event:"level"`
	}
	PriceRefused struct {
		Nozzle forecourt.Nozzle `event:"nozzle"`
		Grade  forecourt.Grade  `event:"grade"`
		Price  unit.Price       `event:"price"`
		Why    string           `event:"why"`
	}
	StateChanged struct {
		State        forecourt.State `event:"state"`
		Ended        bool            `event:"ended"`
		LimitReached bool            `event:"limit-reached"`
	}
	AlarmRaised struct {
		Alarm forecourt.Alarm `event:"alarm"`
	}
	ValveSet struct {
		Nozzle forecourt.Nozzle `event:"nozzle"`
		Valve  string           `event:"valve"` // "slow" or "fast"
		Open   bool             `event:"open"`
	}
	ControllerLost  struct{}
	ControllerFound struct{}
)

// Event names.
func (NozzleLifted) Event() string    { return "nozzle-lifted" }
func (NozzleHung) Event() string      { return "nozzle-hung" }
func (Authorised) Event() string      { return "authorised" }
func (ReleaseExpired) Event() string  { return "release-expired" }
func (Started) Event() string         { return "started" }
func (Filling) Event() string         { return "filling" }
func (Counted) Event() string         { return "counted" }
func (LimitReached) Event() string    { return "limit-reached" }
func (Suspended) Event() string       { return "suspended" }
func (Resumed) Event() string         { return "resumed" }
func (Stopped) Event() string         { return "stopped" }
func (Completed) Event() string       { return "completed" }
func (Reset) Event() string           { return "reset" }
func (PriceChanged) Event() string    { return "price-changed" }
func (LevelSelected) Event() string   { return "level-selected" }
func (PriceRefused) Event() string    { return "price-refused" }
func (StateChanged) Event() string    { return "state-changed" }
func (AlarmRaised) Event() string     { return "alarm" }
func (ValveSet) Event() string        { return "valve" }
func (ControllerLost) Event() string  { return "controller-lost" }
func (ControllerFound) Event() string { return "controller-found" }

func init() {
	for _, d := range []struct {
		event forecourt.Event
		doc   string
	}{
		{NozzleLifted{}, "a nozzle left its boot"},
		{NozzleHung{}, "a nozzle is back in its boot"},
		{Authorised{}, "the point is released for these nozzles"},
		{ReleaseExpired{}, "a release that was not used is withdrawn"},
		{Started{}, "an allowed nozzle is out and the motor starts: a sale begins"},
		{Filling{}, "the first fuel is counted: the display leaves zero"},
		{Counted{}, "the display was updated in mid-sale"},
		{LimitReached{}, "the preset or the device's limit has shut the valves"},
		{Suspended{}, "the valves are shut for a while"},
		{Resumed{}, "the valves open again"},
		{Stopped{}, "the controller stopped the point"},
		{Completed{}, "the sale ended; it is kept until a reset"},
		{Reset{}, "the finished sale and its presets are cleared, the display is zero"},
		{PriceChanged{}, "a nozzle has a new price"},
		{LevelSelected{}, "the sales to come are made at the other of a nozzle's two prices"},
		{PriceRefused{}, "a price was not taken"},
		{StateChanged{}, "the point is in another state"},
		{AlarmRaised{}, "the device reports a fault"},
		{ValveSet{}, "a valve was commanded open or shut"},
		{ControllerLost{}, "nobody has polled for too long"},
		{ControllerFound{}, "polls are heard again"},
	} {
		forecourt.DefineEvent(Kind, d.event, d.doc)
	}
}
