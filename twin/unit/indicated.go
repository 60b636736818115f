package unit

import (
	"cmp"
	"fmt"
	"math/bits"
)

// Indicated is a volume as a device shows, sends and totals it: Count times
// 10^-Decimals Units. 32.50 L and 32.500 L are different Indicateds of the same
// volume, because the device that shows the second counts ten times finer.
type Indicated struct {
	Count    int64   // of the smallest digit shown
	Decimals uint8   // 0 to MaxDecimals
	Unit     Measure // L, USGal or ImpGal
}

// IndicatedFromPulses returns what a counter shows after pulses of a pulser
// that gives pulsesPerUnit to the unit: floor(pulses*10^decimals/pulsesPerUnit),
// without intermediate overflow. Negative pulses (a pulser turning backwards)
// round to minus infinity, so that a full digit is never shown early on the way
// up again. It panics when pulsesPerUnit is not positive, decimals is above
// MaxDecimals or the count does not fit int64.
func IndicatedFromPulses(pulses, pulsesPerUnit int64, decimals uint8, m Measure) Indicated {
	checkDecimals(decimals)
	if pulsesPerUnit <= 0 {
		panic(fmt.Sprintf("unit: %d pulses per unit", pulsesPerUnit))
	}
	magnitude, negative := split(pulses)
	q, r, ok := mulDiv(magnitude, pow10[decimals], uint64(pulsesPerUnit))
	if negative && r > 0 {
		q++
	}
	return Indicated{Count: mustJoin(q, negative, ok, "pulse count"), Decimals: decimals, Unit: m}
}

// Add returns i+j. Both must have the same unit and decimals; it panics
// otherwise, and on overflow.
func (i Indicated) Add(j Indicated) Indicated {
	i.mustMatch(j)
	i.Count = addExact(i.Count, j.Count, "indicated volume")
	return i
}

// Sub returns i-j. Both must have the same unit and decimals; it panics
// otherwise, and on overflow.
func (i Indicated) Sub(j Indicated) Indicated {
	i.mustMatch(j)
	i.Count = subExact(i.Count, j.Count, "indicated volume")
	return i
}

func (i Indicated) mustMatch(j Indicated) {
	if i.Unit != j.Unit || i.Decimals != j.Decimals {
		panic(fmt.Sprintf("unit: %s and %s count in different digits", i, j))
	}
}

// IsZero reports a count of zero, whatever the unit and decimals.
func (i Indicated) IsZero() bool { return i.Count == 0 }

// Cmp returns -1, 0 or +1 as i is less than, equal to or more than j, exactly
// and across decimals: 32.5 L equals 32.500 L. It panics when the units differ.
func (i Indicated) Cmp(j Indicated) int {
	if i.Unit != j.Unit {
		panic(fmt.Sprintf("unit: %s and %s are in different units", i, j))
	}
	checkDecimals(i.Decimals)
	checkDecimals(j.Decimals)
	a, aNegative := split(i.Count)
	b, bNegative := split(j.Count)
	if aNegative != bNegative {
		return cmp.Compare(i.Count, j.Count)
	}
	aHi, aLo := bits.Mul64(a, pow10[j.Decimals])
	bHi, bLo := bits.Mul64(b, pow10[i.Decimals])
	c := cmp.Or(cmp.Compare(aHi, bHi), cmp.Compare(aLo, bLo))
	if aNegative {
		return -c
	}
	return c
}

// Volume returns the physical volume i stands for: v microlitres and the
// remainder below one microlitre in nanolitres, -999 to 999, with the sign of
// the count. A gallon's digits reach below the nanolitre; FractionOfNanolitre
// has that part. It panics when the volume does not fit (9.2e12 L) or Decimals
// is above MaxDecimals.
func (i Indicated) Volume() (v Volume, remainderNanolitres int64) {
	micro, nano, _, negative := i.parts()
	v = Volume(mustJoin(micro, negative, true, "volume"))
	remainderNanolitres, _ = join(nano, negative)
	return v, remainderNanolitres
}

// FractionOfNanolitre returns the part of i below one nanolitre that Volume
// cannot say, counted in 10^-Decimals nanolitres and with the sign of the count.
// It is zero for litres. v microlitres, the remainder and this are i exactly.
func (i Indicated) FractionOfNanolitre() int64 {
	_, _, fraction, negative := i.parts()
	n, _ := join(fraction, negative)
	return n
}

// parts splits the magnitude of i into microlitres, nanolitres and 10^-Decimals
// nanolitres.
func (i Indicated) parts() (micro, nano, fraction uint64, negative bool) {
	checkDecimals(i.Decimals)
	magnitude, negative := split(i.Count)
	scale := pow10[i.Decimals]
	micro, rest, ok := mulDiv(magnitude, uint64(i.Unit.Nanolitres()), 1_000*scale)
	if !ok {
		panic(fmt.Sprintf("unit: %s is out of range as a volume", i))
	}
	return micro, rest / scale, rest % scale, negative
}

// fitsVolume reports whether Volume can be called.
func (i Indicated) fitsVolume() bool {
	magnitude, negative := split(i.Count)
	q, _, ok := mulDiv(magnitude, uint64(i.Unit.Nanolitres()), 1_000*pow10[i.Decimals])
	_, fits := join(q, negative)
	return ok && fits
}
