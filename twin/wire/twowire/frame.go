package twowire

import "github.com/forecourt/forecourt/twin/wire/frame"

// The one-word commands: the high nibble; the low one is the pump (A).
const (
	cmdStatus    = 0x00
	cmdAuthorise = 0x10
	cmdDataNext  = 0x20
	cmdStop      = 0x30
	cmdSale      = 0x40
	cmdTotals    = 0x50
	cmdMoney     = 0x60
	allStop      = 0xFC
)

// The status nibbles, in the high half of the answer to 0p and 2p (A).
const (
	saysDataError  = 0x00
	saysOff        = 0x60
	saysCall       = 0x70
	saysAuthorised = 0x80
	saysBusy       = 0x90
	saysPEOT       = 0xA0 // limit reached (C)
	saysFEOT       = 0xB0 // ended, handle down (C)
	saysStopped    = 0xC0
	saysReady      = 0xD0 // for data
)

// The control words of blocks (A).
const (
	endOfText    = 0xF0
	volumePreset = 0xF1 // from the pump: second word of a transaction
	moneyPreset  = 0xF2
	fillUp       = 0xF3
	level1       = 0xF4
	level2       = 0xF5
	gradeNext    = 0xF6
	priceNext    = 0xF7
	presetNext   = 0xF8 // from the pump: its identifier
	volumeNext   = 0xF9
	moneyNext    = 0xFA
	lrcNext      = 0xFB
	special      = 0xFE
	startOfText  = 0xFF
	digit        = 0xE0 // the high nibble of a digit
)

const (
	maxHost     = 20 // words of a block to the pump: the longest we know has 18
	tailLen     = 3  // FB, LRC, F0
	saleLen     = 33 // words of a transaction block (A)
	gradeLen    = 30 // words of one grade in a totals block (A)
	moneyLen    = 6  // words of the real-time money (A)
	extendedLen = 19 // words of the extended status (A)
	maxAnswer   = 1 + 16*gradeLen + tailLen
)

// defect says what is wrong with a frame and where; an empty reason means nothing is.
type defect struct {
	offset int
	reason string
}

// appendDigits appends n as size digits, least significant first (A). It reports false where n does not fit.
func appendDigits(dst []byte, n int64, size int) ([]byte, bool) {
	if n < 0 {
		return dst, false
	}
	b := dst
	for range size {
		b = append(b, digit|byte(n%10))
		n /= 10
	}
	if n != 0 {
		return dst, false
	}
	return b, true
}

// digits reads what appendDigits writes. It reports false for a control word or a digit above 9.
func digits(b []byte) (n int64, ok bool) {
	for i := len(b) - 1; i >= 0; i-- {
		if b[i]&0xF0 != digit || b[i]&0x0F > 9 {
			return 0, false
		}
		n = n*10 + int64(b[i]&0x0F)
	}
	return n, true
}

// appendHost appends a block to the pump: start, length, body, LRC, end. The low nibble of the length is minus the
// number of words after it (A).
func appendHost(dst, body []byte) []byte {
	from := len(dst)
	dst = append(dst, startOfText, digit|byte(-(len(body)+tailLen))&0x0F)
	return appendTail(append(dst, body...), from)
}

// appendTail closes the block that begins at from.
func appendTail(dst []byte, from int) []byte {
	dst = append(dst, lrcNext)
	return append(dst, digit|frame.NibbleLRC(dst[from:]), endOfText)
}

// checkTail checks the end of a block that begins with FF: FB, the LRC, F0. The LRC is the two's complement of the sum
// of the low nibbles from FF to FB (A: it matches a real transaction and a real totals block; exclusive or does not).
func checkTail(b []byte) defect {
	n := len(b)
	switch {
	case n < 1+tailLen || b[0] != startOfText:
		return defect{0, "no block"}
	case b[n-1] != endOfText:
		return defect{n - 1, "no end of text"}
	case b[n-3] != lrcNext:
		return defect{n - 3, "no LRC before the end of text"}
	case b[n-2] != digit|frame.NibbleLRC(b[:n-2]):
		return defect{n - 2, "wrong LRC"}
	}
	return defect{}
}

// checkHost checks a block to the pump. The length counts only where it is wanted: one master in the field always sends
// the same (B).
func checkHost(b []byte, length bool) defect {
	if wrong := checkTail(b); wrong.reason != "" {
		return wrong
	}
	if len(b) < 2+tailLen || b[1]&0xF0 != digit {
		return defect{1, "no length"}
	}
	if length && b[1]&0x0F != byte(-(len(b)-2))&0x0F {
		return defect{1, "wrong length"}
	}
	return defect{}
}

// nibble is the pump of an address: 1 to 15, and 0 for 16 (B).
func nibble(address byte) byte { return address & 0x0F }

// addressOf is the inverse.
func addressOf(nibble byte) byte {
	if nibble == 0 {
		return LastAddress
	}
	return nibble
}
