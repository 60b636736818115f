package dart

import "github.com/forecourt/forecourt/twin/forecourt"

// The transactions. CDn goes to the pump and DCn comes from it; both use number n.
const (
	transStatus     = 1   // CD1 command, DC1 status
	transFilling    = 2   // CD2 allowed nozzles, DC2 filling information
	transVolume     = 3   // CD3 preset volume, DC3 nozzle and price
	transAmount     = 4   // CD4 preset amount
	transPrices     = 5   // CD5 prices, DC5 alarm
	transParameters = 7   // CD7 output, DC7 pump parameters
	transIdentity   = 9   // CD9 pump parameters, DC9 identity
	transKind       = 13  // CD13 filling type
	transSuspend    = 14  // CD14, DC14
	transResume     = 15  // CD15, DC15
	transTotals     = 101 // CD101, DC101
	transGrades     = 103 // DC103 prices of all grades
)

// The same numbers by what they mean in each direction.
const (
	transAllow  = transFilling
	transNozzle = transVolume
	transAlarm  = transPrices
	transOutput = transParameters
)

// Commands of CD1.
const (
	doReturnStatus     = 0x00
	doReturnParameters = 0x02
	doReturnIdentity   = 0x03
	doReturnFilling    = 0x04
	doReset            = 0x05
	doAuthorise        = 0x06
	doStop             = 0x08
	doSwitchOff        = 0x0A
	doSuspend          = 0x0D
	doResume           = 0x0E
	doReturnPrices     = 0x0F
)

// Status codes of DC1; 3 does not exist.
const (
	codeNotProgrammed = 0
	codeReset         = 1
	codeAuthorised    = 2
	codeFilling       = 4
	codeCompleted     = 5
	codeMaxReached    = 6
	codeSwitchedOff   = 7
	codeSuspended     = 8
)

// nozzleOut is the bit of NOZIO that says so; the low nibble is the nozzle.
const nozzleOut = 0x10

// nextUnit cuts the first TRANS LNG DATA off a payload; false when LNG reaches past its end.
func nextUnit(payload []byte) (trans byte, data, rest []byte, ok bool) {
	if len(payload) < 2 || len(payload) < 2+int(payload[1]) {
		return 0, nil, nil, false
	}
	end := 2 + int(payload[1])
	return payload[0], payload[2:end], payload[end:], true
}

// statusCode is the DC1 code of a status. Calling and Idle are told apart by NOZIO, and so are Authorised and Started.
func statusCode(s forecourt.Status) byte {
	switch {
	case s.State == forecourt.Inoperative:
		return codeNotProgrammed
	case s.State == forecourt.Closed:
		return codeSwitchedOff
	case s.Ended:
		return codeCompleted
	case s.LimitReached:
		return codeMaxReached
	}
	switch s.State {
	case forecourt.SuspendedStarted, forecourt.SuspendedFuelling:
		return codeSuspended
	case forecourt.Fuelling:
		return codeFilling
	case forecourt.Authorised, forecourt.Started:
		return codeAuthorised
	}
	return codeReset
}

// point is what a controller knows of an address: enough to turn codes into states.
type point struct {
	code   byte
	known  bool // a code was heard
	out    bool // by the last NOZIO
	filled bool // 4 or 6 was seen since the last release
	told   forecourt.Status
}

// hear takes a DC1 code; false for one that does not exist.
func (p *point) hear(code byte) bool {
	switch code {
	case codeNotProgrammed, codeReset, codeAuthorised, codeCompleted, codeSwitchedOff:
		p.filled = false
	case codeFilling, codeMaxReached:
		p.filled = true
	case codeSuspended:
	default:
		return false
	}
	p.code, p.known = code, true
	return true
}

// status is the state that the code and the nozzle amount to.
func (p *point) status() forecourt.Status {
	in := func(hung, out forecourt.State) forecourt.State {
		if p.out {
			return out
		}
		return hung
	}
	switch p.code {
	case codeReset:
		return forecourt.Status{State: in(forecourt.Idle, forecourt.Calling)}
	case codeAuthorised:
		return forecourt.Status{State: in(forecourt.Authorised, forecourt.Started)}
	case codeFilling:
		return forecourt.Status{State: forecourt.Fuelling}
	case codeCompleted:
		return forecourt.Status{State: in(forecourt.Idle, forecourt.Calling), Ended: true}
	case codeMaxReached:
		return forecourt.Status{State: forecourt.Fuelling, LimitReached: true}
	case codeSwitchedOff:
		return forecourt.Status{State: forecourt.Closed}
	case codeSuspended:
		if p.filled {
			return forecourt.Status{State: forecourt.SuspendedFuelling}
		}
		return forecourt.Status{State: forecourt.SuspendedStarted}
	}
	return forecourt.Status{State: forecourt.Inoperative}
}
