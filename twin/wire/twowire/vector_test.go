package twowire

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/forecourt/forecourt/twin/forecourt"
)

func words(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

const (
	realSale   = "FF F1 F8 EB E1 E0 E0 E2 F6 E2 F4 F7 E0 E7 E0 E1 F9 E0 E6 E3 E3 E2 E0 FA E0 E0 E0 E5 E2 E0 FB EC F0"
	realTotals = "FF F6 E0 F9 E7 E5 E2 E1 E5 E1 E2 E0 FA E3 E8 E0 E4 E3 E4 E2 E0 F4 E0 E4 E4 E1 F5 E0 E0 E0 E0 " +
		"F6 E1 F9 E0 E0 E0 E0 E0 E0 E0 E0 FA E0 E0 E0 E0 E0 E0 E0 E0 F4 E0 E0 E0 E0 F5 E0 E0 E0 E0 " +
		"F6 E2 F9 E0 E0 E0 E0 E0 E0 E0 E0 FA E0 E0 E0 E0 E0 E0 E0 E0 F4 E0 E0 E0 E0 F5 E0 E0 E0 E0 FB E5 F0"
)

// TestHostVectors: the blocks to the pump of the fact sheet, 2.3 and 2.4, read and written.
func TestHostVectors(t *testing.T) {
	for _, v := range []struct {
		words string
		want  hostBlock
	}{
		{"FF E5 F4 F6 E0 F7 E1 E1 E1 E1 FB EC F0", hostBlock{hostPrice, forecourt.Cash, true, 1, 1111, 4}},       // AS
		{"FF E5 F4 F6 E0 F7 E5 E7 E1 E1 FB E2 F0", hostBlock{hostPrice, forecourt.Cash, true, 1, 1175, 4}},       // computed
		{"FF E3 F2 F4 F6 E0 F8 E0 E0 E0 E2 E0 FB ED F0", hostBlock{hostMoney, forecourt.Cash, true, 1, 2000, 5}}, // computed
		{"FF E5 F1 F4 F8 E0 E0 E0 E1 E0 FB E3 F0", hostBlock{hostVolume, forecourt.Cash, true, 0, 1000, 5}},      // computed
		{"FF EC F4 FB E6 F0", hostBlock{kind: hostLevel, named: true}},                                           // G2W
		{"FF EC F5 FB E5 F0", hostBlock{kind: hostLevel, level: forecourt.Credit, named: true}},                  // computed
		{"FF E9 FE E0 E1 E0 FB EE F0", hostBlock{kind: hostExtended}},                                            // AS, CSS
	} {
		b := words(v.words)
		wrong := checkHost(b, true)
		got, also := readHost(b)
		if got != v.want || wrong.reason+also.reason != "" {
			t.Errorf("%s: %+v %v %v", v.words, got, wrong, also)
		}
		if again := appendHost(nil, b[2:len(b)-tailLen]); !bytes.Equal(again, b) {
			t.Errorf("%s: written as % X", v.words, again)
		}
	}
	c := euroCodec(t)
	for want, write := range map[string]func() ([]byte, error){
		"FF E5 F4 F6 E0 F7 E5 E7 E1 E1 FB E2 F0": func() ([]byte, error) { return c.appendPriceBlock(nil, 1, forecourt.Cash, eurPerL(1175)) },
		"FF E3 F2 F4 F6 E0 F8 E0 E0 E0 E2 E0 FB ED F0": func() ([]byte, error) {
			return c.appendPreset(nil, forecourt.PresetAmount{Limit: eur(2000)}, forecourt.Cash, 1)
		},
		"FF E5 F1 F4 F8 E0 E0 E0 E1 E0 FB E3 F0": func() ([]byte, error) {
			return c.appendPreset(nil, forecourt.PresetVolume{Limit: litres(1000, 2)}, forecourt.Cash, 0)
		},
	} {
		if b, err := write(); err != nil || !bytes.Equal(b, words(want)) {
			t.Errorf("% X, %v; want %s", b, err, want)
		}
	}
}

// TestLengths: the length words of all shapes of a preset, 2.3.
func TestLengths(t *testing.T) {
	for _, v := range []struct {
		size  int
		grade forecourt.Nozzle
		want  byte
	}{{5, 1, 0xE3}, {5, 0, 0xE5}, {6, 1, 0xE2}, {6, 0, 0xE4}} {
		c := euroCodec(t)
		c.presetSize = v.size
		b, err := c.appendPreset(nil, forecourt.PresetAmount{Limit: eur(2000)}, forecourt.Cash, v.grade)
		if err != nil || b[1] != v.want {
			t.Errorf("%+v: % X, %v", v, b, err)
		}
		if h, wrong := readHost(b); wrong.reason != "" || h.value != 2000 || h.size != v.size || h.grade != v.grade {
			t.Errorf("% X: %+v %v", b, h, wrong)
		}
	}
	plain := appendHost(nil, []byte{moneyPreset, presetNext, 0xE0, 0xE0, 0xE0, 0xE2, 0xE0})
	if h, wrong := readHost(plain); plain[1] != 0xE6 || wrong.reason != "" || h.value != 2000 {
		t.Errorf("% X: %+v %v", plain, h, wrong)
	}
}

func TestSaleVector(t *testing.T) {
	b := words(realSale)
	got, wrong := readSale(b)
	want := sale{pump: 2, errs: 0x0B, grade: 3, price: 1070, volume: 23360, money: 25000}
	if got != want || wrong.reason != "" {
		t.Errorf("%+v %v", got, wrong)
	}
	again := appendSale(nil, got)
	b[7], b[31] = 0xE0, 0xEE // its third error status, which we have no use for
	if !bytes.Equal(again, b) {
		t.Errorf("% X", again)
	}
}

func TestTotalsVector(t *testing.T) {
	b := words(realTotals)
	got, wrong := readTotals(nil, b)
	want := []gradeTotals{{grade: 1, volume: 2151257, money: 2434083, price1: 1440}, {grade: 2}, {grade: 3}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(gradeTotals{})); diff != "" || wrong.reason != "" {
		t.Errorf("%s%v", diff, wrong)
	}
	if again := appendTotals(nil, got); !bytes.Equal(again, b) || len(b) != 94 {
		t.Errorf("% X", again)
	}
	if one := appendTotals(nil, got[:1]); len(one) != 34 {
		t.Errorf("%d words of one grade", len(one))
	}
}

func TestExtendedVector(t *testing.T) {
	b := appendExtended(nil, extended{pump: 1, out: true, nozzle: 3})
	if want := words("BA B0 B3 B0 B0 B1 B0 B0 B0 B0 B0 B0 B1 B1 B3 B0 B0 8D 8A"); !bytes.Equal(b, want) {
		t.Errorf("% X", b)
	}
	if e, wrong := readExtended(b); e != (extended{1, true, 3}) || wrong.reason != "" {
		t.Errorf("%+v %v", e, wrong)
	}
}
