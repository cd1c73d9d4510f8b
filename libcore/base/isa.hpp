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
