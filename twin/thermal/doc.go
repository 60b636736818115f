// Package thermal says how much more room fuel takes when it is warm: factors that bring a volume at a temperature to the
// volume at 15 degrees Celsius, or at 60 degrees Fahrenheit.
//
// Refined products follow the 1980 petroleum tables (54B at 15 degrees Celsius, 6B at 60 degrees Fahrenheit), crude and
// lubricants their own rows: VCF = exp(-a dT (1 + 0.8 a dT)), a = K0/rho^2 + K1/rho + K2 (A: five and more programs agree
// on every coefficient). What the tables do not cover, ethanol blends and AdBlue, has one fixed coefficient (C). Diesel of
// less than 838.5 kg/m3 is in the band of jet fuel, as the table says: a real effect.
//
// This is not the figure that a gauge console shows as TC volume: that one is linear, with one coefficient, and is the
// dialect's own (veeder.Compensate).
//
// Floating point is inside this package alone; what comes out is a factor, or a volume rounded once to the microlitre.
// Facts: tanks-and-metrology.md section 3.2. Left out: the MPMS edition of 2004, which differs by 1e-5 at a station's
// temperatures, and pressure.
package thermal
