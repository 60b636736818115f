package veeder

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// Ask inquires. The address it is done to is the device: a tank, a shift, a header line; 0 is all of them.
type Ask struct {
	Function Function
	Format   Format
}

// Set sets a value of a device, 0 of all devices, and has the console repeat it.
type Set struct {
	Function Function
	Format   Format
	Value    Value
}

// Report is the answer to an Ask or a Set.
type Report struct {
	Function Function
	Device   uint8
	Format   Format
	Set      bool          // it answers a Set
	At       clock.Instant // by the console's clock, to the minute; 0 where it shows no date
	Headers  []string      // the station's lines, in the display format
	Body     Body
}

func (r *Report) code() code { return code{r.Function, r.Device, r.Set, r.Format} }

// Failed says that a command was given up.
type Failed struct {
	Function Function
	Device   uint8
	Set      bool
	Reason   Reason
}

// Reason says why.
type Reason string

// The reasons.
const (
	NoAnswer      Reason = "no answer"
	Damaged       Reason = "damaged answer"
	NotUnderstood Reason = "not understood" // 9999FF1B
)

// Body is what a report is about: Alarms, Inventories, Deliveries, LeakDetections, Statuses, Histories, LeakHistories,
// LeakTests, LineReports, Masses, Settings, Revision or Raw.
type Body interface{ body() }

// The bodies that are lists, one item for each device.
type (
	Alarms         []Alarm         // 101; none: all functions normal
	Inventories    []Inventory     // 200, 201, 21A
	Deliveries     []TankDelivery  // 202, 20C
	LeakDetections []LeakDetection // 203
	Statuses       []TankStatus    // 205
	Histories      []TankHistory   // 206
	LeakHistories  []TankLeaks     // 207
	LeakTests      []TankTests     // 208
	Masses         []Mass          // 214
	Settings       []Setting       // 501 to 504, 601 to 609, 621 to 629
	Raw            string          // the data of any other function
)

// Revision is the console's software.
type Revision struct {
	Software string // "346326-100-B"
	Created  string // "98.08.20.10.03"
}

func (Alarms) body()         {}
func (Inventories) body()    {}
func (Deliveries) body()     {}
func (LeakDetections) body() {}
func (Statuses) body()       {}
func (Histories) body()      {}
func (LeakHistories) body()  {}
func (LeakTests) body()      {}
func (Masses) body()         {}
func (Settings) body()       {}
func (Raw) body()            {}
func (Revision) body()       {}

// Fields is a set of a noun's floats, numbered in the order of the wire. What is missing was '?', was not sent, or is not in
// the format.
type Fields uint32

// Has says whether field i is in the set.
func (f Fields) Has(i int) bool { return f>>i&1 != 0 }

// all returns the set of the first n fields.
func all(n int) Fields { return 1<<n - 1 }

// Bits are the status bits of a tank's inventory (A).
type Bits uint16

// The bits.
const (
	InDelivery Bits = 1 << iota
	InLeakTest
	InvalidHeight
)

// Inventory is what is in a tank. The fields are numbered volume, TC volume, ullage, height, water, temperature, water
// volume, from 0.
type Inventory struct {
	Tank                     uint8
	Label                    string // display format only
	Product                  byte   // computer format only, 20h to 7Eh
	Bits                     Bits   // computer format only
	Volume, TCVolume, Ullage unit.Volume
	Height, Water            unit.Level
	Temperature              unit.Temperature
	WaterVolume              unit.Volume // computer format only; older consoles do not send it
	Missing                  Fields
}

// inventoryFields is how many floats an inventory has.
const inventoryFields = 7

// Mass is what is in a tank by weight. The fields are numbered volume, mass, density, height, water, temperature.
type Mass struct {
	Tank          uint8
	Label         string // display format only
	Product       byte   // computer format only
	Bits          Bits   // computer format only
	Volume        unit.Volume
	Mass          Grams
	Density       Density
	Height, Water unit.Level
	Temperature   unit.Temperature
	Missing       Fields
}

const massFields = 6

// Grams is a mass, Density a mass of a cubic metre in grams.
type (
	Grams   int64
	Density int64
)

// Stock is a tank at one end of a delivery.
type Stock struct {
	Volume, TCVolume unit.Volume
	Water            unit.Level
	Temperature      unit.Temperature
	Height           unit.Level
}

// Delivery is one delivery. The fields are numbered volume, TC volume, water and temperature of the start, the same of
// the end, then height of the start and of the end.
type Delivery struct {
	StartAt, EndAt clock.Instant
	Start, End     Stock
	Missing        Fields
}

// TankDelivery are the deliveries of a tank, newest first.
type TankDelivery struct {
	Tank       uint8
	Label      string // display format only
	Product    byte   // computer format only
	Deliveries []Delivery
	Unknown    bool // the device is not active
}

// TankStatus are the alarms that a tank has; none: normal.
type TankStatus struct {
	Tank    uint8
	Label   string // display format only
	Alarms  []Alarm
	Unknown bool
}

// PastAlarm is an alarm with the minute in which it began.
type PastAlarm struct {
	At    clock.Instant
	Alarm Alarm
}

// TankHistory are a tank's alarms, newest first.
type TankHistory struct {
	Tank    uint8
	Label   string // display format only
	Past    []PastAlarm
	Unknown bool
}

// LeakDetection is the leak test that runs or ran last: temperatures and volume, the rate at its end, the changes of
// each hour. The fields are numbered start temperature, end temperature, volume, rate.
type LeakDetection struct {
	Tank          uint8
	Label         string // display format only
	Product       byte   // computer format only
	StartAt       clock.Instant
	Hours         uint8
	Start, End    unit.Temperature
	Volume        unit.Volume
	Rate          Rate
	HourlyChanges []Rate
	Missing       Fields
}

const leakFields = 4

// Rate is a loss in microlitres an hour; a gain is negative, or the other way round: consoles differ (C).
type Rate int64

// LeakTest is a leak test that has ended. Its numbers are the codes of the fact sheet: Kind 0 is 0.2 gph, 1 is 0.1 gph,
// 2 is gross; Result in 208 is 0 invalid, 1 passed, 2 failed, in 207 0 last passed, 1 fullest passed, 2 fullest monthly.
type LeakTest struct {
	Kind, Result uint8
	Manifolded   bool  // 208
	Number       uint8 // 207
	StartAt      clock.Instant
	Rate         Rate // 208
	Duration     time.Duration
	Volume       unit.Volume
	Share        Share  // 207: how full the tank was
	Missing      Fields // 208: rate, duration, volume; 207: duration, volume, share
}

// Share is a part of a whole in thousandths of a percent.
type Share int64

// TankTests are the last leak tests of a tank, one of each kind.
type TankTests struct {
	Tank    uint8
	Label   string // display format only
	Tests   []LeakTest
	Unknown bool
}

// TankLeaks are the leak tests that a tank has passed.
type TankLeaks TankTests

// Setting is a value of a device.
type Setting struct {
	Device uint8
	Label  string // of a tank, display format only
	Value  Value
}
