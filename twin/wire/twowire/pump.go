package twowire

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// sale is what a transaction block tells. The values are the digits of the wire.
type sale struct {
	pump                 byte // nibble
	errs                 byte // the error code
	grade                forecourt.Nozzle
	level                forecourt.PriceLevel
	price, volume, money int64
}

// appendSale appends a transaction block (A).
func appendSale(dst []byte, s sale) []byte {
	from := len(dst)
	b := append(dst, startOfText, volumePreset, presetNext, digit|s.errs&0x0F, digit|(s.pump-1)&0x0F, digit, digit, digit)
	b = append(b, gradeNext, gradeWord(max(s.grade, 1)), levelWord(s.level), priceNext)
	b, _ = appendDigits(b, s.price, 4)
	b, _ = appendDigits(append(b, volumeNext), s.volume, 6)
	b, _ = appendDigits(append(b, moneyNext), s.money, 6)
	return appendTail(b, from)
}

// saleShape is a transaction block word by word; 0 stands for a digit.
var saleShape = [saleLen - tailLen]byte{
	0: startOfText, 1: volumePreset, 2: presetNext, 8: gradeNext, 10: level1, 11: priceNext, 16: volumeNext, 23: moneyNext,
}

func readSale(b []byte) (s sale, wrong defect) {
	if wrong = checkTail(b); wrong.reason != "" {
		return s, wrong
	}
	if len(b) != saleLen {
		return s, defect{len(b) - 1, fmt.Sprintf("a transaction of %d words, not %d", len(b), saleLen)}
	}
	for i, want := range saleShape {
		isDigit := b[i]&0xF0 == digit
		if want == 0 && !isDigit || want != 0 && b[i] != want && !(i == 10 && b[i] == level2) {
			return s, defect{i, "not the word of a transaction"}
		}
	}
	s = sale{pump: (b[4] + 1) & 0x0F, errs: b[3] & 0x0F, grade: forecourt.Nozzle(b[9]&0x0F) + 1, level: levelOf(b[10])}
	var ok [3]bool
	s.price, ok[0] = digits(b[12:16])
	s.volume, ok[1] = digits(b[17:23])
	s.money, ok[2] = digits(b[24:30])
	if ok != [3]bool{true, true, true} {
		return s, defect{12, "a digit above 9"}
	}
	return s, defect{}
}

// gradeTotals is one grade of a totals block, in digits of the wire.
type gradeTotals struct {
	grade          forecourt.Nozzle
	volume, money  int64
	price1, price2 int64
}

// totalsWrap is where the eight digits of a total roll over.
const totalsWrap = 100_000_000

// appendTotals appends a totals block (A).
func appendTotals(dst []byte, all []gradeTotals) []byte {
	from := len(dst)
	b := append(dst, startOfText)
	for _, g := range all {
		b = append(b, gradeNext, gradeWord(g.grade), volumeNext)
		b, _ = appendDigits(b, g.volume%totalsWrap, 8)
		b, _ = appendDigits(append(b, moneyNext), g.money%totalsWrap, 8)
		b, _ = appendDigits(append(b, level1), g.price1, 4)
		b, _ = appendDigits(append(b, level2), g.price2, 4)
	}
	return appendTail(b, from)
}

// readTotals appends the grades of a totals block.
func readTotals(dst []gradeTotals, b []byte) ([]gradeTotals, defect) {
	if wrong := checkTail(b); wrong.reason != "" {
		return dst, wrong
	}
	at := 1
	for rest := b[1 : len(b)-tailLen]; len(rest) > 0; rest, at = rest[gradeLen:], at+gradeLen {
		if len(rest) < gradeLen || rest[0] != gradeNext || rest[1]&0xF0 != digit || rest[2] != volumeNext ||
			rest[11] != moneyNext || rest[20] != level1 || rest[25] != level2 {
			return dst, defect{at, "not the words of a grade's totals"}
		}
		g := gradeTotals{grade: forecourt.Nozzle(rest[1]&0x0F) + 1}
		var ok [4]bool
		g.volume, ok[0] = digits(rest[3:11])
		g.money, ok[1] = digits(rest[12:20])
		g.price1, ok[2] = digits(rest[21:25])
		g.price2, ok[3] = digits(rest[26:30])
		if ok != [4]bool{true, true, true, true} {
			return dst, defect{at, "a digit above 9"}
		}
		dst = append(dst, g)
	}
	return dst, defect{}
}

// extended is what the answer to the extended status tells.
type extended struct {
	pump   byte
	out    bool
	nozzle forecourt.Nozzle
}

// The words of the extended status: ASCII with bit 7 set (A for the handle and the nozzle, B for the rest).
const (
	extPump   = 3
	extHandle = 12
	extNozzle = 14
	extWord   = 0xB0
)

// appendExtended appends the extended status. The check words are not known (C): zeros.
func appendExtended(dst []byte, e extended) []byte {
	from := len(dst)
	for range extendedLen - 2 {
		dst = append(dst, extWord)
	}
	b := dst[from:]
	b[0], b[2], b[extPump], b[5], b[13] = 0xBA, 0xB3, extWord|(e.pump-1)&0x0F, 0xB1, 0xB1
	if e.out {
		b[extHandle], b[extNozzle] = 0xB1, extWord|byte(e.nozzle)&0x0F
	}
	return append(dst, 0x8D, 0x8A)
}

func readExtended(b []byte) (e extended, wrong defect) {
	if len(b) != extendedLen || b[0] != 0xBA || b[extendedLen-2] != 0x8D || b[extendedLen-1] != 0x8A {
		return e, defect{max(len(b)-1, 0), "no extended status"}
	}
	for _, i := range []int{extPump, extHandle, extNozzle} {
		if b[i]&0xF0 != extWord {
			return e, defect{i, "not a word of the extended status"}
		}
	}
	e = extended{pump: (b[extPump] + 1) & 0x0F, out: b[extHandle] == 0xB1, nozzle: forecourt.Nozzle(b[extNozzle] & 0x0F)}
	return e, defect{}
}
