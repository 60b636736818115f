package gauge

import (
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// What a gauge tells.
type (
	// AlarmRaised says that a tank has an alarm.
	AlarmRaised struct {
		Tank  int    `event:"tank"`
		Alarm string `event:"alarm"` // "low product alarm"
	}
	// AlarmCleared says that it has it no more.
	AlarmCleared struct {
		Tank  int    `event:"tank"`
		Alarm string `event:"alarm"`
	}
	// DeliveryStarted says that a tank is being filled.
	DeliveryStarted struct {
		Tank int `event:"tank"`
	}
	// DeliveryRecorded says what the gauge took a delivery for: what the tank held more at its end.
	DeliveryRecorded struct {
		Tank      int           `event:"tank"`
		Volume    unit.Volume   `event:"volume"`
		Before    unit.Volume   `event:"before"`
		After     unit.Volume   `event:"after"`
		StartedAt clock.Instant `event:"started-at"`
		EndedAt   clock.Instant `event:"ended-at"`
	}
	// LeakTestStarted says that a static leak test runs.
	LeakTestStarted struct {
		Tank int          `event:"tank"`
		Kind LeakTestKind `event:"kind"`
	}
	// LeakTestEnded says what a leak test found.
	LeakTestEnded struct {
		Tank   int            `event:"tank"`
		Kind   LeakTestKind   `event:"kind"`
		Result LeakTestResult `event:"result"`
		Hourly unit.Volume    `event:"hourly"` // lost in an hour; less than nothing: gained
		Reason string         `event:"reason"` // why it is invalid
	}
	// DayReconciled is a tank's book of a day. A variance over zero is a loss.
	DayReconciled struct {
		Tank          int         `event:"tank"`
		Opening       unit.Volume `event:"opening"`
		Delivered     unit.Volume `event:"delivered"`
		Sold          unit.Volume `event:"sold"`
		Closing       unit.Volume `event:"closing"`
		Variance      unit.Volume `event:"variance"`
		VarianceTC    unit.Volume `event:"tc-variance"`    // what temperature does not explain
		MonthVariance unit.Volume `event:"month-variance"` // so far
		MonthLimit    unit.Volume `event:"month-limit"`    // 1 % of the month's sales and 130 US gallons
	}
	// MonthReconciled says whether a month's variance is within the limit.
	MonthReconciled struct {
		Tank     int         `event:"tank"`
		Variance unit.Volume `event:"variance"`
		Sold     unit.Volume `event:"sold"`
		Limit    unit.Volume `event:"limit"`
		Within   bool        `event:"within-limit"`
	}
	// Asked says that an inquiry was answered.
	Asked struct {
		Function string `event:"function"` // "201"
		Device   int    `event:"device"`   // 0: all
		Format   string `event:"format"`
	}
	// Programmed says that a value was set over the line.
	Programmed struct {
		Function string `event:"function"`
		Device   int    `event:"device"`
		Value    string `event:"value"` // empty for a security code
	}
)

// Event names.
func (AlarmRaised) Event() string      { return "alarm-raised" }
func (AlarmCleared) Event() string     { return "alarm-cleared" }
func (DeliveryStarted) Event() string  { return "delivery-started" }
func (DeliveryRecorded) Event() string { return "delivery-recorded" }
func (LeakTestStarted) Event() string  { return "leak-test-started" }
func (LeakTestEnded) Event() string    { return "leak-test-ended" }
func (DayReconciled) Event() string    { return "day-reconciled" }
func (MonthReconciled) Event() string  { return "month-reconciled" }
func (Asked) Event() string            { return "asked" }
func (Programmed) Event() string       { return "programmed" }

func init() {
	forecourt.DefineEvent(Kind, AlarmRaised{}, "a tank has an alarm")
	forecourt.DefineEvent(Kind, AlarmCleared{}, "a tank has an alarm no more")
	forecourt.DefineEvent(Kind, DeliveryStarted{}, "a tank is being filled")
	forecourt.DefineEvent(Kind, DeliveryRecorded{}, "a delivery has ended and is in the gauge's list")
	forecourt.DefineEvent(Kind, LeakTestStarted{}, "a static leak test of a tank has begun")
	forecourt.DefineEvent(Kind, LeakTestEnded{}, "a leak test of a tank has ended, or CSLD has a result")
	forecourt.DefineEvent(Kind, DayReconciled{}, "a tank's day was closed: opening + delivered - sold - closing is the variance, a loss over zero")
	forecourt.DefineEvent(Kind, MonthReconciled{}, "a tank's month was closed: 1 % of its sales and 130 US gallons may be missing, or too much")
	forecourt.DefineEvent(Kind, Asked{}, "an inquiry was answered")
	forecourt.DefineEvent(Kind, Programmed{}, "a value was set over the line")
}

// What hands and nature do to a gauge's tanks.
type (
	// SetWater sets how high the water stands in a tank.
	SetWater struct {
		Tank   uint8
		Height unit.Level
	}
	// SetTemperature sets how warm the product is.
	SetTemperature struct {
		Tank        uint8
		Temperature unit.Temperature
	}
	// SetProbe pulls a tank's probe out, or puts it back.
	SetProbe struct {
		Tank uint8
		Out  bool
	}
	// BeginDelivery tells the gauge that a delivery begins now.
	BeginDelivery struct{ Tank uint8 }
	// EndDelivery tells it that the delivery is over.
	EndDelivery struct{ Tank uint8 }
	// StartLeakTest starts a static leak test: Gph02 or Gph01.
	StartLeakTest struct {
		Tank uint8
		Kind LeakTestKind
	}
	// StopLeakTest stops it; it then has no result.
	StopLeakTest struct{ Tank uint8 }
)

// Stimulus names.
func (SetWater) Stimulus() string       { return "set-water" }
func (SetTemperature) Stimulus() string { return "set-temperature" }
func (SetProbe) Stimulus() string       { return "set-probe" }
func (BeginDelivery) Stimulus() string  { return "begin-delivery" }
func (EndDelivery) Stimulus() string    { return "end-delivery" }
func (StartLeakTest) Stimulus() string  { return "start-leak-test" }
func (StopLeakTest) Stimulus() string   { return "stop-leak-test" }

func (s SetWater) tank() uint8       { return s.Tank }
func (s SetTemperature) tank() uint8 { return s.Tank }
func (s SetProbe) tank() uint8       { return s.Tank }
func (s BeginDelivery) tank() uint8  { return s.Tank }
func (s EndDelivery) tank() uint8    { return s.Tank }
func (s StartLeakTest) tank() uint8  { return s.Tank }
func (s StopLeakTest) tank() uint8   { return s.Tank }
