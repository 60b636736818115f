package chance

import "encoding/binary"

// Family is a stream for every number, as for the customers of a station: what one draws never shifts another's.
type Family struct{ hi, lo uint64 }

// NewFamily returns the streams of a name under a seed.
func NewFamily(seed uint64, name string) Family {
	sum := digest(seed, name, 0)
	return Family{binary.BigEndian.Uint64(sum[0:8]), binary.BigEndian.Uint64(sum[8:16])}
}

// Seat makes s the stream of number n, from its beginning. It allocates nothing.
func (f Family) Seat(s *Source, n uint64) {
	s.pcg.Seed(mix(f.hi+n*0x9e3779b97f4a7c15), mix(f.lo^n))
}

// mix spreads 64 bits, so that neighbouring numbers have nothing in common (the finaliser of SplitMix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
