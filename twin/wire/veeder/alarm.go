package veeder

import (
	"fmt"
	"strconv"
	"strings"
)

// Alarm is something that is wrong. Type is of the category's own list; a console may have categories and types that
// this package has no name for.
type Alarm struct {
	Category Category
	Type     uint16
	Device   uint8 // tank or sensor; 0 of the system
	// Text is what a display says, only where category or type could not be told from it.
	Text string
}

// Category is the kind of what an alarm is about.
type Category uint8

// The categories (B).
const (
	NoAlarm        Category = 0
	SystemAlarm    Category = 1
	OfTank         Category = 2
	LiquidSensor   Category = 3
	VapourSensor   Category = 4
	Input          Category = 5
	VolumetricLine Category = 6
	Groundwater    Category = 7
	SensorA        Category = 8
	SensorB        Category = 12
	Universal      Category = 13
	AutoDial       Category = 14
	DispenserMech  Category = 18
	DispenserElec  Category = 19
	Reconciliation Category = 20
	PressureLine   Category = 21
	WirelessLine   Category = 26
	SmartSensor    Category = 28
	Modbus         Category = 29
	PumpRelay      Category = 34
	External       Category = 99
)

// The types of a tank's alarms (A to 15, B after it).
const (
	SetupDataWarning uint16 = iota + 1
	LeakAlarm
	HighWaterAlarm
	OverfillAlarm
	LowProductAlarm
	SuddenLossAlarm
	HighProductAlarm
	InvalidFuelLevel
	ProbeOut
	HighWaterWarning
	DeliveryNeeded
	MaximumProduct
	GrossLeakFail
	PeriodicLeakFail
	AnnualLeakFail
)

// More of them (B).
const (
	ReconciliationWarning uint16 = 25
	ReconciliationAlarm   uint16 = 26
)

var tankAlarms = [...]string{
	1: "SETUP DATA WARNING", 2: "LEAK ALARM", 3: "HIGH WATER ALARM", 4: "OVERFILL ALARM", 5: "LOW PRODUCT ALARM",
	6: "SUDDEN LOSS ALARM", 7: "HIGH PRODUCT ALARM", 8: "INVALID FUEL LEVEL", 9: "PROBE OUT", 10: "HIGH WATER WARNING",
	11: "DELIVERY NEEDED", 12: "MAX PRODUCT ALARM", 13: "GROSS TEST FAIL", 14: "PERIODIC TEST FAIL",
	15: "ANNUAL TEST FAIL", 16: "PERIODIC TEST WARN", 17: "ANNUAL TEST WARN", 18: "PERIODIC TEST ALARM",
	19: "ANNUAL TEST ALARM", 20: "LEAK TEST ACTIVE", 21: "NO CSLD IDLE TIME", 22: "SIPHON BREAK ACTIVE",
	23: "CSLD RATE INCR WARN", 24: "CALIBRATION WARNING", 25: "RECON WARNING", 26: "RECON ALARM",
	27: "COLD TEMP WARNING", 28: "MISSING TICKET WARN", 29: "TANK/LINE GROSS LEAK", 30: "DELIVERY DENSITY WARN",
}

var systemAlarms = [...]string{
	1: "PAPER OUT", 2: "PRINTER ERROR", 3: "EEPROM CONFIG ERROR", 4: "BATTERY IS OFF", 5: "TOO MANY TANKS",
	6: "SYSTEM SECURITY WARN", 7: "ROM REVISION WARNING", 8: "REMOTE DISPLAY ERROR", 9: "AUTODIAL ERROR",
	10: "SOFTWARE MODULE WARN", 11: "TEST SHUTDOWN WARN", 12: "PROTECTIVE COVER ALARM", 13: "BIR SHIFT CLOSE PENDING",
	14: "BIR DAILY CLOSE PENDING", 16: "SYSTEM SELF TEST ERROR", 17: "SYSTEM CLOCK INCORRECT",
}

var alarmNames = map[Category][]string{SystemAlarm: systemAlarms[:], OfTank: tankAlarms[:], PressureLine: lineAlarms[:]}

// letters begin a display's line about a device of these categories (A for T, B for the others).
var letters = map[Category]string{
	OfTank: "T", LiquidSensor: "L", VapourSensor: "V", Input: "I", Groundwater: "G", SensorA: "C", SensorB: "H",
	PressureLine: "Q", WirelessLine: "W",
}

// TankAlarm returns an alarm of a tank.
func TankAlarm(tank uint8, kind uint16) Alarm {
	return Alarm{Category: OfTank, Type: kind, Device: tank}
}

// Words returns the display's text of what is wrong, without the device.
func (a Alarm) Words() string {
	if a.Text != "" {
		return a.Text
	}
	names := alarmNames[a.Category]
	if int(a.Type) < len(names) && names[a.Type] != "" {
		return names[a.Type]
	}
	return fmt.Sprintf("TYPE %02d", a.Type)
}

// String is a display's line.
func (a Alarm) String() string {
	if letter := letters[a.Category]; letter != "" {
		return fmt.Sprintf("%s%2d:%s", letter, a.Device, a.Words())
	}
	if a.Category == SystemAlarm && a.Device == 0 && !strings.HasPrefix(a.Words(), "TYPE") || a.Category == NoAlarm {
		return a.Words()
	}
	return fmt.Sprintf("CATEGORY %02d%3d:%s", a.Category, a.Device, a.Words())
}

// parseAlarm reads a display's line.
func parseAlarm(line string) Alarm {
	line = strings.TrimSpace(line)
	head, words, found := strings.Cut(line, ":")
	if !found {
		if a := named(SystemAlarm, 0, line); a.Text == "" {
			return a
		}
		return Alarm{Text: line}
	}
	if rest, yes := strings.CutPrefix(head, "CATEGORY "); yes {
		if f := strings.Fields(rest); len(f) == 2 {
			c, err := strconv.ParseUint(f[0], 10, 8)
			d, err2 := strconv.ParseUint(f[1], 10, 8)
			if err == nil && err2 == nil {
				return named(Category(c), uint8(d), words)
			}
		}
	}
	if len(head) > 1 {
		d, err := strconv.ParseUint(strings.TrimSpace(head[1:]), 10, 8)
		for c, letter := range letters {
			if letter == head[:1] && err == nil {
				return named(c, uint8(d), words)
			}
		}
	}
	return Alarm{Text: line}
}

// named finds the type of a text.
func named(c Category, device uint8, words string) Alarm {
	words = strings.TrimSpace(words)
	a := Alarm{Category: c, Device: device}
	if digits, yes := strings.CutPrefix(words, "TYPE "); yes {
		if n, err := strconv.ParseUint(digits, 10, 16); err == nil {
			a.Type = uint16(n)
			return a
		}
	}
	for i, name := range alarmNames[c] {
		if name != "" && name == words {
			a.Type = uint16(i)
			return a
		}
	}
	a.Text = words
	return a
}
