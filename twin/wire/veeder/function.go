package veeder

import (
	"fmt"
	"strconv"
)

// Function is the middle of a function code, three hexadecimal digits: 201h of "I20100".
type Function uint16

// The functions that both ends know. What is behind each is in the table below.
const (
	SystemStatus      Function = 0x101
	ShortInventory    Function = 0x200 // the short form; only of all tanks, only in the display format
	InTankInventory   Function = 0x201
	DeliveryHistory   Function = 0x202
	LeakDetect        Function = 0x203
	Status            Function = 0x205
	AlarmHistory      Function = 0x206
	LeakHistory       Function = 0x207
	LeakResults       Function = 0x208
	LastDelivery      Function = 0x20C
	MassInventory     Function = 0x214
	SafeFillInventory Function = 0x21A
	LineLeakResults   Function = 0x373
	LineLeakHistory   Function = 0x385
	ClockSetup        Function = 0x501
	ShiftSetup        Function = 0x502
	HeaderSetup       Function = 0x503
	SecuritySetup     Function = 0x504
	TankSetupOn       Function = 0x601
	LabelSetup        Function = 0x602
	ProductSetup      Function = 0x603
	FullVolume        Function = 0x604
	FourPoints        Function = 0x605
	TwentyPoints      Function = 0x606
	DiameterSetup     Function = 0x607
	TiltSetup         Function = 0x608
	ExpansionSetup    Function = 0x609
	LowLimit          Function = 0x621
	HighProductLimit  Function = 0x622
	OverfillLimit     Function = 0x623
	HighWaterLimit    Function = 0x624
	SuddenLossLimit   Function = 0x625
	LeakLimit         Function = 0x626
	WaterWarningLimit Function = 0x627
	MaximumLimit      Function = 0x628
	DeliveryLimit     Function = 0x629
	RevisionLevel     Function = 0x902
)

// scope says what the two digits of the device number.
type scope uint8

const (
	ofSystem scope = iota
	ofTank
	ofShift
	ofHeader
	ofLine
)

// MaxTanks is how many tanks a console has; later ones have more (A).
const MaxTanks = 16

// last returns the highest device of a scope.
func (s scope) last() uint8 {
	switch s {
	case ofShift:
		return MaxShifts
	case ofHeader:
		return HeaderLines
	case ofLine:
		return MaxLines
	}
	return MaxTanks
}

// kind says what the data of a setup function are; none: the function cannot be set.
type kind uint8

const (
	none kind = iota
	kindOn
	kindText
	kindProduct
	kindVolumes
	kindLength
	kindExpansion
	kindClock
	kindShift
)

type functionInfo struct {
	title      string // of the display report
	scope      scope
	kind       kind
	count      int // of characters of a text, of volumes
	confidence byte
}

var functions = map[Function]functionInfo{
	SystemStatus:      {"SYSTEM STATUS REPORT", ofSystem, none, 0, 'A'},
	ShortInventory:    {"IN-TANK INVENTORY", ofTank, none, 0, 'B'},
	InTankInventory:   {"IN-TANK INVENTORY", ofTank, none, 0, 'A'},
	DeliveryHistory:   {"DELIVERY REPORT", ofTank, none, 0, 'A'},
	LeakDetect:        {"LEAK DETECT REPORT", ofTank, none, 0, 'B'},
	Status:            {"TANK STATUS REPORT", ofTank, none, 0, 'A'},
	AlarmHistory:      {"TANK ALARM HISTORY", ofTank, none, 0, 'B'},
	LeakHistory:       {"LEAK TEST HISTORY", ofTank, none, 0, 'B'},
	LeakResults:       {"LEAK TEST RESULTS", ofTank, none, 0, 'B'},
	LastDelivery:      {"LAST DELIVERY REPORT", ofTank, none, 0, 'B'},
	MassInventory:     {"MASS/DENSITY INVENTORY", ofTank, none, 0, 'A'},
	SafeFillInventory: {"IN-TANK INVENTORY", ofTank, none, 0, 'A'},
	LineLeakResults:   {"PRESSURE LINE LEAK TEST RESULTS", ofLine, none, 0, 'B'}, // computer format C: as 385
	LineLeakHistory:   {"PRESSURE LINE LEAK TEST RESULTS", ofLine, none, 0, 'B'}, // display format C: as 373
	ClockSetup:        {"DATE / TIME", ofSystem, kindClock, 0, 'A'},
	ShiftSetup:        {"SHIFT START TIMES", ofShift, kindShift, 0, 'B'},
	HeaderSetup:       {"STATION HEADER", ofHeader, kindText, labelLen, 'B'},
	SecuritySetup:     {"RS-232 SECURITY CODE", ofSystem, kindText, codeLen, 'B'},
	TankSetupOn:       {"TANK CONFIGURATION", ofTank, kindOn, 0, 'B'},
	LabelSetup:        {"PRODUCT LABEL", ofTank, kindText, labelLen, 'A'},
	ProductSetup:      {"PRODUCT CODE", ofTank, kindProduct, 0, 'B'},
	FullVolume:        {"TANK FULL VOLUME", ofTank, kindVolumes, 1, 'B'},
	FourPoints:        {"TANK 4 POINT VOLUMES", ofTank, kindVolumes, 4, 'B'},
	TwentyPoints:      {"TANK 20 POINT VOLUMES", ofTank, kindVolumes, 20, 'B'},
	DiameterSetup:     {"TANK DIAMETER", ofTank, kindLength, 0, 'B'},
	TiltSetup:         {"TANK TILT", ofTank, kindLength, 0, 'B'},
	ExpansionSetup:    {"TANK THERMAL COEFFICIENT", ofTank, kindExpansion, 0, 'B'},
	LowLimit:          {"LOW PRODUCT LIMIT", ofTank, kindVolumes, 1, 'B'},
	HighProductLimit:  {"HIGH PRODUCT LIMIT", ofTank, kindVolumes, 1, 'B'},
	OverfillLimit:     {"OVERFILL LIMIT", ofTank, kindVolumes, 1, 'B'},
	HighWaterLimit:    {"HIGH WATER LIMIT", ofTank, kindLength, 0, 'B'},
	SuddenLossLimit:   {"SUDDEN LOSS LIMIT", ofTank, kindVolumes, 1, 'B'},
	LeakLimit:         {"LEAK ALARM LIMIT", ofTank, kindVolumes, 1, 'B'},
	WaterWarningLimit: {"WATER WARNING LIMIT", ofTank, kindLength, 0, 'B'},
	MaximumLimit:      {"MAXIMUM VOLUME", ofTank, kindVolumes, 1, 'B'},
	DeliveryLimit:     {"DELIVERY NEEDED LIMIT", ofTank, kindVolumes, 1, 'B'},
	RevisionLevel:     {"SOFTWARE REVISION LEVEL", ofSystem, none, 0, 'A'},
}

// String prints the three digits.
func (f Function) String() string { return fmt.Sprintf("%03X", uint16(f)) }

// Format is one of the two formats of a reply.
type Format uint8

// The formats. Upper case letters ask for the display format, lower case ones for the computer's (A).
const (
	Computer Format = iota
	Display
)

// String names the format.
func (f Format) String() string {
	if f == Display {
		return "display"
	}
	return "computer"
}

// code is a function code: what a command begins with and a reply repeats.
type code struct {
	function Function
	device   uint8
	set      bool
	format   Format
}

const (
	funcLen  = 6  // characters of a function code (A)
	codeLen  = 6  // characters of a security code (A)
	labelLen = 20 // characters of a label and of a header line (A)
)

// String writes the six characters, or "200" of the short form.
func (c code) String() string {
	if c.function == ShortInventory {
		return ShortInventory.String()
	}
	letter := "iIsS"[2*b2i(c.set)+int(c.format):][:1]
	return fmt.Sprintf("%s%03X%02d", letter, uint16(c.function), c.device)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// isLetter says whether a command may begin with a byte.
func isLetter(b byte) bool { return b == 'I' || b == 'i' || b == 'S' || b == 's' }

// parseCode reads six characters, or the short form. The hexadecimal digits may be of either case (C).
func parseCode(s string) (code, bool) {
	if s == ShortInventory.String() {
		return code{function: ShortInventory, format: Display}, true
	}
	if len(s) != funcLen || !isLetter(s[0]) || !isHex(s[1:4]) || !isDigits(s[4:6]) {
		return code{}, false
	}
	f, _ := strconv.ParseUint(s[1:4], 16, 16)
	d, _ := strconv.ParseUint(s[4:6], 10, 8)
	c := code{function: Function(f), device: uint8(d), set: s[0]|0x20 == 's'}
	if s[0] < 'a' {
		c.format = Display
	}
	return c, c.function != ShortInventory
}

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; (s[i] < '0' || s[i] > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return s != ""
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
