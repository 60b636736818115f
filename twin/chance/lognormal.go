package chance

import (
	"fmt"
	"math"
	"math/bits"
)

// tableBits is how fine a Quantiles is: 2^tableBits pieces of equal probability, straight inside.
const tableBits = 7

// Quantiles is a distribution as quantiles in whole numbers: floating point makes the table once, and drawing from it is
// whole-number arithmetic, the same on every machine.
type Quantiles struct{ at [1<<tableBits + 1]int64 }

// LognormalQuantiles returns the lognormal distribution of a mean and a standard deviation, cut at least and most: what lies
// outside is not drawn. The mean is that before the cut. It refuses what is no such distribution.
func LognormalQuantiles(mean, sd, least, most int64) (*Quantiles, error) {
	switch {
	case least < 0 || most < least || mean <= 0 || sd < 0:
		return nil, fmt.Errorf("chance: no distribution has mean %d, deviation %d, from %d to %d", mean, sd, least, most)
	case most >= math.MaxInt64>>tableBits:
		return nil, fmt.Errorf("chance: %d is too large to be drawn", most)
	case mean < least || mean > most:
		return nil, fmt.Errorf("chance: the mean %d is not between %d and %d", mean, least, most)
	}
	t := &Quantiles{}
	m, s := float64(mean), float64(sd)
	sigma2 := math.Log1p(s * s / (m * m))
	mu, sigma := math.Log(m)-sigma2/2, math.Sqrt(sigma2)
	below := func(x int64) float64 {
		if x == 0 || sigma == 0 {
			return 0
		}
		return (1 + math.Erf((math.Log(float64(x))-mu)/(sigma*math.Sqrt2))) / 2
	}
	from, to := below(least), below(most)
	for i := range t.at {
		p := from + (to-from)*float64(i)/float64(len(t.at)-1)
		q := mean
		if sigma > 0 {
			q = int64(math.Round(min(math.Exp(mu+sigma*math.Sqrt2*math.Erfinv(2*p-1)), float64(most))))
		}
		t.at[i] = min(max(q, least), most)
	}
	return t, nil
}

// Draw draws from the distribution.
func (t *Quantiles) Draw(s *Source) int64 {
	const fine = 20
	u := s.pcg.Uint64()
	i, f := u>>(64-tableBits), u>>(64-tableBits-fine)&(1<<fine-1)
	lo, step := t.at[i], uint64(t.at[i+1]-t.at[i])
	hi, low := bits.Mul64(step, f)
	return lo + int64(hi<<(64-fine)|low>>fine)
}

// One is what Gap calls 1.
const One = 1 << 32

var logarithm = func() (t [1<<tableBits + 1]int64) {
	for i := range t {
		t[i] = int64(math.Round(-math.Log(0.5+float64(i)/float64(2<<tableBits)) * One))
	}
	return t
}()

var halving = int64(math.Round(math.Ln2 * One))

// Gap draws from the exponential distribution of mean One, as the gaps of a Poisson process are. Nothing is cut
// but what would come once in 2^64 draws.
func Gap(s *Source) int64 {
	const fine = 20
	k := bits.LeadingZeros64(s.pcg.Uint64()) // how often it halves
	u := s.pcg.Uint64()
	i, f := u>>(64-tableBits), int64(u>>(64-tableBits-fine)&(1<<fine-1))
	return int64(k)*halving + logarithm[i] - ((logarithm[i]-logarithm[i+1])*f)>>fine
}
