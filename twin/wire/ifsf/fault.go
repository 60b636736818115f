package ifsf

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
)

// newFault says what is wrong with raw, of which it keeps a copy.
func newFault(raw []byte, d defect) *wire.FrameError {
	return &wire.FrameError{Dialect: Name, Offset: d.offset, Reason: d.reason, Raw: append([]byte(nil), raw...)}
}

const badMarks = wire.ParityError | wire.FramingError | wire.Break | wire.Collision

// MS_ACK says what became of a whole message (B).
const (
	msOK      = 0
	msNoNode  = 1
	msRefused = 2
	msSome    = 5
	msUnknown = 6
)

var msWords = map[byte]string{
	msOK: "ok", msNoNode: "no such node", msRefused: "refused or out of order", msSome: "some data refused",
	msUnknown: "unknown address",
}

// Data_ACK says what became of one Data_Id (B).
const (
	dataOK          = 0
	dataBad         = 1
	dataNotWritable = 2
	dataWrongState  = 3
	dataUnknown     = 4
	dataNotAccepted = 5
	dataNotNow      = 6
)

var dataWords = map[byte]string{
	dataOK: "ok", dataBad: "bad value", dataNotWritable: "not writable in this state",
	dataWrongState: "command refused in this state", dataUnknown: "unknown Data_Id", dataNotAccepted: "command not accepted",
	dataNotNow: "not possible now",
}

func word(words map[byte]string, code byte) string {
	if w := words[code]; w != "" {
		return w
	}
	return fmt.Sprintf("code %d", code)
}

// Errors that are told as messages of the error database (A: CSS, ZM).
const (
	errorRAM          = 0x01
	errorROM          = 0x02
	errorCustomerStop = 0x22
	errorLimit        = 0x27
	errorInoperative  = 0x2D
	errorClosed       = 0x2E
	errorOpen         = 0x2F
	errorNothingRuns  = 0x30
	errorStarted      = 0x31
	errorNoChange     = 0x32
	maxError          = 0x40 // (B)
	errorOwn          = 0x32 // DART's alarms that have no number here are this and theirs (C: our own)
	alarmForeign      = 0x80 // alarms that only other dispensers have are this and their error (C: our own)
)

var errorWords = map[byte]string{
	errorRAM: "RAM", errorROM: "ROM", 0x03: "configuration", 0x20: "battery", 0x21: "communication",
	errorCustomerStop: "customer stop", 0x24: "authorise time-out", 0x25: "maximum fill time", 0x26: "no fuel",
	errorLimit: "limit reached", 0x28: "suspended", 0x29: "resumed", errorInoperative: "point inoperative",
	errorClosed: "point closed", errorOpen: "already open", errorNothingRuns: "no transaction running",
	errorStarted: "transaction started", errorNoChange: "no configuration change now",
}

// errorOf returns the error that stands for an alarm.
func errorOf(a forecourt.Alarm) (byte, bool) {
	switch {
	case a == forecourt.AlarmRAM:
		return errorRAM, true
	case a == forecourt.AlarmPROM:
		return errorROM, true
	case a == forecourt.AlarmEmergencyStop:
		return errorCustomerStop, true
	case a > 0 && a <= maxError-errorOwn:
		return errorOwn + byte(a), true
	case a > alarmForeign && isForeign(byte(a)-alarmForeign):
		return byte(a) - alarmForeign, true
	}
	return 0, false
}

// alarmOf is the inverse; false for what is told but is no fault.
func alarmOf(e byte) (forecourt.Alarm, bool) {
	switch {
	case e == errorRAM:
		return forecourt.AlarmRAM, true
	case e == errorROM:
		return forecourt.AlarmPROM, true
	case e == errorCustomerStop:
		return forecourt.AlarmEmergencyStop, true
	case e > errorOwn && e <= maxError:
		return forecourt.Alarm(e - errorOwn), true
	case isForeign(e):
		return forecourt.Alarm(alarmForeign + e), true
	}
	return 0, false
}

// isForeign: the faults end at 23h; what follows tells of the sale.
func isForeign(e byte) bool {
	return e >= 0x03 && e <= 0x23 && e != errorCustomerStop
}
