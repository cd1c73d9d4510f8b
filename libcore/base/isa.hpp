#pragma once

/// Compiles a hot kernel for x86-64-v2, v3 and v4 and lets the loader choose by CPU. Put the
/// parallel loop outside and the kernel inside; a kernel marked so must not call inline functions
/// shared with other translation units that were compiled for another level.
/// Empty for clang and under sanitizers, whose start-up code runs after the resolvers.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && !defined(PIPELAB_NO_CLONES)
#define PIPELAB_ISA_CLONES \
    __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "arch=x86-64-v2", "default")))
#else
#define PIPELAB_ISA_CLONES
#endif

/// Marks one function for a level, for kernels written in intrinsics and chosen by isa_level().
/// Feature lists instead of arch=, so that plain inline functions can be inlined into them.
#define PIPELAB_TARGET_V3 __attribute__((target("avx2,bmi,bmi2,fma,f16c,lzcnt,movbe,popcnt")))
#define PIPELAB_TARGET_V4                                                    \
    __attribute__((                                                          \
        target("avx2,bmi,bmi2,fma,f16c,lzcnt,movbe,popcnt,avx512f,avx512bw," \
               "avx512cd,avx512dq,avx512vl")))

namespace pipelab::base {

/// x86-64 micro-architecture levels. v2 also stands for anything older: what runs there must be
/// plain code (or PIPELAB_ISA_CLONES).
enum class IsaLevel { v2 = 2, v3 = 3, v4 = 4 };

/// The highest level this machine has, but no higher than the environment variable PIPELAB_ISA
/// (v2, v3 or v4; anything else is ignored). Looked up once.
IsaLevel isa_level();

}  // namespace pipelab::base
