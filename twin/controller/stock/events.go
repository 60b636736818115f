package stock

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// What the reader tells.
type (
	// TankRead is what the console says is in a tank.
	TankRead struct {
		Tank        int              `event:"tank" json:"tank"`
		Product     string           `event:"product" json:"product"` // the site's grade, else the console's label
		Volume      unit.Volume      `event:"volume" json:"volume"`
		TCVolume    unit.Volume      `event:"tc-volume" json:"tc_volume"`
		Ullage      unit.Volume      `event:"ullage" json:"ullage"`
		Height      unit.Level       `event:"height" json:"height"`
		Water       unit.Level       `event:"water" json:"water"`
		WaterVolume unit.Volume      `event:"water-volume" json:"water_volume"`
		Temperature unit.Temperature `event:"temperature" json:"temperature"`
		InDelivery  bool             `event:"in-delivery" json:"in_delivery"`
		Missing     string           `event:"missing" json:"missing,omitempty"` // fields the console did not give; they are 0
	}
	// TankUnread says that the console has no valid data of a tank; it is told once until there are some.
	TankUnread struct {
		Tank    int    `event:"tank"`
		Product string `event:"product"`
	}
	// DeliveryReported is a delivery that came into the console's list.
	DeliveryReported struct {
		Tank      int           `event:"tank"`
		Product   string        `event:"product"`
		Volume    unit.Volume   `event:"volume"` // what the tank held more at its end
		TCVolume  unit.Volume   `event:"tc-volume"`
		Before    unit.Volume   `event:"before"`
		After     unit.Volume   `event:"after"`
		StartedAt clock.Instant `event:"started-at"` // by the console's clock, to the minute
		EndedAt   clock.Instant `event:"ended-at"`
	}
	// AlarmReported says that the console has an alarm that it had not before.
	AlarmReported struct {
		Category int    `event:"category" json:"category"` // of the protocol: 1 system, 2 tank, ...
		Device   int    `event:"device" json:"device"`     // tank or sensor; 0: the system
		Alarm    string `event:"alarm" json:"alarm"`       // "low product alarm"
	}
	// AlarmEnded says that it has it no more.
	AlarmEnded struct {
		Category int    `event:"category"`
		Device   int    `event:"device"`
		Alarm    string `event:"alarm"`
	}
	// GaugeFound says that a console answers.
	GaugeFound struct {
		Tanks int `event:"tanks"` // that it lists
	}
	// GaugeIdentified says what console it is.
	GaugeIdentified struct {
		Software string `event:"software"`
		Created  string `event:"created"`
	}
	// GaugeLost says that the console does not answer, or that its answers are damaged.
	GaugeLost struct {
		Reason string `event:"reason"` // "no answer", "damaged answer"
	}
	// QuestionRefused says that the console does not know a function.
	QuestionRefused struct {
		Function string `event:"function"` // "202"
		Reason   string `event:"reason"`
	}
	// AnswerRefused says that an answer was damaged, or answers nothing that was asked.
	AnswerRefused struct {
		Why string `event:"why"`
	}
)

// Event names.
func (TankRead) Event() string         { return "tank-read" }
func (TankUnread) Event() string       { return "tank-unread" }
func (DeliveryReported) Event() string { return "delivery-reported" }
func (AlarmReported) Event() string    { return "alarm-reported" }
func (AlarmEnded) Event() string       { return "alarm-ended" }
func (GaugeFound) Event() string       { return "gauge-found" }
func (GaugeIdentified) Event() string  { return "gauge-identified" }
func (GaugeLost) Event() string        { return "gauge-lost" }
func (QuestionRefused) Event() string  { return "question-refused" }
func (AnswerRefused) Event() string    { return "answer-refused" }

func init() {
	forecourt.DefineEvent(Kind, TankRead{}, "the console said what is in a tank")
	forecourt.DefineEvent(Kind, TankUnread{}, "the console has no valid data of a tank")
	forecourt.DefineEvent(Kind, DeliveryReported{}, "a delivery came into the console's list")
	forecourt.DefineEvent(Kind, AlarmReported{}, "the console has an alarm that it had not before")
	forecourt.DefineEvent(Kind, AlarmEnded{}, "the console has an alarm no more")
	forecourt.DefineEvent(Kind, GaugeFound{}, "a tank gauge console answers")
	forecourt.DefineEvent(Kind, GaugeIdentified{}, "the console said which software it has")
	forecourt.DefineEvent(Kind, GaugeLost{}, "the console does not answer any more")
	forecourt.DefineEvent(Kind, QuestionRefused{}, "the console does not know a function")
	forecourt.DefineEvent(Kind, AnswerRefused{}, "an answer of the console was damaged, or answers nothing")
}
