package dart

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/frame"
)

// appendReport appends the transaction of a report, or says why there is none.
func (c *codec) appendReport(dst []byte, n any) ([]byte, error) {
	switch n := n.(type) {
	case forecourt.StatusReport:
		if n.Status.State < forecourt.Inoperative || n.Status.State > forecourt.SuspendedFuelling {
			return dst, fmt.Errorf("dart: there is no %s to report", n.Status.State)
		}
		return append(dst, transStatus, 1, statusCode(n.Status)), nil
	case forecourt.FillingReport:
		b, err := c.appendVolume(append(dst, transFilling, 8), n.Volume, 4)
		if err != nil {
			return dst, err
		}
		return c.appendAmount(b, n.Amount, c.AmountDecimals, 4)
	case forecourt.NozzleReport:
		if n.Nozzle > maxNozzle {
			return dst, fmt.Errorf("dart: nozzle %d, expected 0 to %d", n.Nozzle, maxNozzle)
		}
		b, err := c.appendPrice(append(dst, transNozzle, 4), n.Price)
		return append(b, byte(n.Nozzle)|bit(n.Out)<<4), err
	case forecourt.TotalsReport:
		return c.appendTotals(dst, n)
	case forecourt.AlarmReport:
		return append(dst, transAlarm, 1, byte(n.Alarm)), nil
	case forecourt.IdentityReport:
		return appendIdentity(dst, n)
	case forecourt.PricesReport:
		return c.appendPrices(dst, transGrades, n.Prices)
	case forecourt.ParametersReport:
		return c.appendParameters(dst, n)
	case forecourt.SuspendReport:
		if n.Resumed {
			return appendNozzle(dst, transResume, n.Nozzle)
		}
		return appendNozzle(dst, transSuspend, n.Nozzle)
	}
	return dst, fmt.Errorf("dart: a dispenser cannot send %T", n)
}

// appendTotals writes the form of 16 bytes (A): the total, the meter of grade 1 with the same count, grade 2 zero. The
// fact sheet names no decimals for totals; they count in the digits of the display.
func (c *codec) appendTotals(dst []byte, n forecourt.TotalsReport) (b []byte, err error) {
	if n.Nozzle < 1 || n.Nozzle > maxNozzle {
		return dst, fmt.Errorf("dart: totals of nozzle %d, expected 1 to %d", n.Nozzle, maxNozzle)
	}
	b = append(dst, transTotals, 16, counter(n.Nozzle, n.IsAmount))
	for range 2 {
		if n.IsAmount {
			b, err = c.appendAmount(b, n.Totals.Amount, c.AmountDecimals, 5)
		} else {
			b, err = c.appendVolume(b, n.Totals.Volume, 5)
		}
		if err != nil {
			return dst, err
		}
	}
	return append(b, 0, 0, 0, 0, 0), nil
}

func appendIdentity(dst []byte, n forecourt.IdentityReport) ([]byte, error) {
	b := append(dst, transIdentity, 5)
	ok := true
	for _, part := range []struct{ value, size int }{{n.Maker, 2}, {n.Type, 1}, {n.Version, 2}} {
		if ok {
			b, ok = frame.AppendBCD(b, int64(part.value), part.size)
		}
	}
	if !ok {
		return dst, fmt.Errorf("dart: identity %d/%d/%d does not fit 4, 2 and 4 digits", n.Maker, n.Type, n.Version)
	}
	return b, nil
}

// DC7 and CD9: 22 reserved bytes, DPVOL, DPAMO, DPUNP, 5 reserved, MAMO in 4; DC7 goes on with 2 reserved and a grade
// for each of 15 nozzles (B).
const (
	parametersLen = 51
	atDecimals    = 22
	atMaxAmount   = 30
	atGrades      = 36
)

func (c *codec) appendParameters(dst []byte, n forecourt.ParametersReport) ([]byte, error) {
	if n.VolumeDecimals > 8 || n.AmountDecimals > 8 || n.PriceDecimals > 4 || len(n.Grades) > maxNozzle {
		return dst, fmt.Errorf("dart: parameters %+v do not fit", n)
	}
	var body [parametersLen]byte
	copy(body[atDecimals:], []byte{n.VolumeDecimals, n.AmountDecimals, n.PriceDecimals})
	if _, err := c.appendAmount(body[atMaxAmount:atMaxAmount], n.MaxAmount, n.AmountDecimals, 4); err != nil {
		return dst, err
	}
	copy(body[atGrades:], n.Grades)
	return append(append(dst, transParameters, parametersLen), body[:]...), nil
}

// readReport reads one transaction from the pump, but for DC1: a code is no state without the nozzle, so that is read
// by point. The report is nil for a transaction that is not known; a reason says that the data are wrong.
func (c *codec) readReport(trans byte, data []byte) (r forecourt.Report, reason string) {
	ok := true
	switch {
	case trans == transFilling && len(data) == 8:
		v, okVolume := c.volume(data[:4])
		m, okAmount := c.amount(data[4:], c.AmountDecimals)
		r, ok = forecourt.FillingReport{Volume: v, Amount: m}, okVolume && okAmount
	case trans == transNozzle && len(data) == 4:
		var p unit.Price
		p, ok = c.price(data[:3])
		r = forecourt.NozzleReport{Nozzle: forecourt.Nozzle(data[3] & 0x0F), Out: data[3]&nozzleOut != 0, Price: p}
	case trans == transAlarm && len(data) == 1:
		r = forecourt.AlarmReport{Alarm: forecourt.Alarm(data[0])}
	case trans == transParameters && len(data) == parametersLen:
		r, ok = c.readParameters(data)
	case trans == transIdentity && len(data) == 5:
		maker, ok1 := frame.BCD(data[:2])
		kind, ok2 := frame.BCD(data[2:3])
		version, ok3 := frame.BCD(data[3:])
		r, ok = forecourt.IdentityReport{Maker: int(maker), Type: int(kind), Version: int(version)}, ok1 && ok2 && ok3
	case trans == transSuspend && len(data) == 1 && data[0] <= maxNozzle:
		r = forecourt.SuspendReport{Nozzle: forecourt.Nozzle(data[0])}
	case trans == transResume && len(data) == 1 && data[0] <= maxNozzle:
		r = forecourt.SuspendReport{Nozzle: forecourt.Nozzle(data[0]), Resumed: true}
	case trans == transTotals && (len(data) == 16 || len(data) == 13 || len(data) == 6):
		return c.readTotals(data)
	case trans == transGrades && len(data)%3 == 0 && len(data) > 0 && len(data) <= 3*maxNozzle:
		var prices []unit.Price
		prices, ok = c.prices(data)
		r = forecourt.PricesReport{Prices: prices}
	case knownToController(trans):
		return nil, "data of the wrong length"
	}
	if !ok {
		return nil, "a digit above 9, or one too fine for the currency"
	}
	return r, ""
}

func knownToController(trans byte) bool {
	switch trans {
	case transFilling, transNozzle, transAlarm, transParameters, transIdentity, transSuspend, transResume, transTotals:
		return true
	}
	return false
}

// readTotals knows three forms by length: 16 bytes (A), 13 with both totals in 12 digits (B), 6 with one (B).
func (c *codec) readTotals(data []byte) (forecourt.Report, string) {
	nozzle, amount, known := readCounter(data[0])
	if !known {
		return nil, ""
	}
	r := forecourt.TotalsReport{Nozzle: nozzle, IsAmount: amount}
	ok, also := true, true
	switch {
	case len(data) == 13:
		r.Totals.Volume, ok = c.volume(data[1:7])
		r.Totals.Amount, also = c.amount(data[7:13], c.AmountDecimals)
	case amount:
		r.Totals.Amount, ok = c.amount(data[1:6], c.AmountDecimals)
	default:
		r.Totals.Volume, ok = c.volume(data[1:6])
	}
	if !ok || !also {
		return nil, "a digit above 9, or one too fine for the currency"
	}
	return r, ""
}

func (c *codec) readParameters(data []byte) (forecourt.Report, bool) {
	d := data[atDecimals:]
	r := forecourt.ParametersReport{VolumeDecimals: d[0], AmountDecimals: d[1], PriceDecimals: d[2]}
	if d[0] > 8 || d[1] > 8 || d[2] > 4 {
		return nil, false
	}
	m, ok := c.amount(data[atMaxAmount:atMaxAmount+4], d[1])
	r.MaxAmount = m
	r.Grades = append(r.Grades, data[atGrades:]...)
	return r, ok
}
